import { join } from 'node:path';
import { build } from 'esbuild';

/** The source of a package with every handler of `hook-functions.ts`, the SDK in it, as a team would deploy it. */
export const bundleHooks = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'hook-functions.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild made no bundle of the hook functions.');
  return bundle.text;
};
