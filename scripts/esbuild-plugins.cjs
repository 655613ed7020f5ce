const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
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

/** Every word that the adapters write: among them the error classes that they look for. */
const wordsOfAdapters = () => {
  const root = join(__dirname, '../adapters');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  return new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
};

/**
 * An SDK client brings a class for every error of its service. Those that no adapter names are left out: such an error
 * comes as the client's general exception, with its own name and message, as errors do that no model knows.
 */
const namedErrors = {
  name: 'named-errors',
  setup: (build) => {
    const words = wordsOfAdapters();
    const REGISTRATION = /^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm;
    build.onLoad(
      { filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/ },
      ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(REGISTRATION, (line, name) =>
          words.has(name) ? line : '',
        ),
        loader: 'js',
      }),
    );
  },
};

module.exports = () => [yaml, environmentCredentials, namedErrors];
