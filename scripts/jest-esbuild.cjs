const { transformSync } = require('esbuild');

/** Turns TypeScript into what jest runs: types are dropped here and checked by `npm run typecheck`. */
module.exports = {
  process: (source, path) =>
    transformSync(source, {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
      supported: { 'dynamic-import': false },
    }),
};
