const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { pathToFileURL } = require('node:url');
const { transformSync, version } = require('esbuild');
const { parse } = require('yaml');

const ownSource = readFileSync(__filename, 'utf8');

/** Turns TypeScript into what jest runs: types are dropped here and checked by `npm run typecheck`. */
module.exports = {
  process: (source, path) =>
    transformSync(
      path.endsWith('.yml') ? `module.exports = ${JSON.stringify(parse(source))}` : source,
      {
        loader: path.endsWith('.ts') ? 'ts' : 'js',
        format: 'cjs',
        target: 'node20',
        sourcemap: 'inline',
        sourcefile: path,
        // jest has no `import()` of its own: it becomes a promise of `require`.
        supported: { 'dynamic-import': false },
        define: {
          'import.meta.url': JSON.stringify(pathToFileURL(path).href),
          'import.meta.filename': JSON.stringify(path),
          'import.meta.dirname': JSON.stringify(dirname(path)),
        },
      },
    ),
  /** Without it jest would go on using what an older state of this file has made. */
  getCacheKey: (source, path, { configString }) =>
    createHash('sha256')
      .update([ownSource, version, configString, path, source].join('\0'))
      .digest('hex'),
};
