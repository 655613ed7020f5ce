import { tell } from './print';
import { UsageError } from './usage-error';

/** Packages the stack unless that is done already; gives back where the template and the zips are. */
export const packageStack = async (onProgress: (line: string) => void = tell): Promise<string> => {
  const packaging = await import('../scripts/package.mjs');
  try {
    const { folder } = await packaging.packageStack({ onProgress });
    return folder;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(why, { cause });
  }
};
