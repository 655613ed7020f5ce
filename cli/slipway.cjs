#!/usr/bin/env node
// The `slipway` command: TypeScript, run as it is. YAML files are data.
const { readFileSync } = require('node:fs');
const { parse } = require('yaml');

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('tsx/cjs');
require.extensions['.yml'] = (module, path) => {
  module.exports = parse(readFileSync(path, 'utf8'));
};
require('./main.ts');
