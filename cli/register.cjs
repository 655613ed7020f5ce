// Lets Node run this repository's TypeScript as it is. YAML files are data.
const { readFileSync } = require('node:fs');
const { parse } = require('yaml');

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('tsx/cjs');
require.extensions['.yml'] = (module, path) => {
  module.exports = parse(readFileSync(path, 'utf8'));
};
