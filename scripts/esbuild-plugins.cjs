const { readFileSync } = require('node:fs');
const { parse } = require('yaml');

/** YAML files become data in the bundle. */
const yaml = {
  name: 'yaml',
  setup: (build) => {
    build.onLoad({ filter: /\.yml$/ }, ({ path }) => ({
      contents: JSON.stringify(parse(readFileSync(path, 'utf8'))),
      loader: 'json',
    }));
  },
};

/**
 * A Lambda has its credentials in its environment, always. Without the other eight ways to find some, a bundle is a
 * sixth smaller.
 */
const environmentCredentials = {
  name: 'environment-credentials',
  setup: (build) => {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'environment-credentials',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ pluginData }) => ({
      contents: `import { fromEnv } from '@aws-sdk/credential-provider-env';
        export const defaultProvider = () => fromEnv();`,
      resolveDir: pluginData,
    }));
  },
};

module.exports = () => [yaml, environmentCredentials];
