import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Recorded AWS behaviour that lies beside the repository, not in it. Undefined, with a line that says so, where
 * it is absent: our own fixtures cover the same ground.
 */
export const readConformance = (fileName: string): unknown[] | undefined => {
  const path = resolve(process.cwd(), '../shared/conformance', fileName);
  if (!existsSync(path)) {
    process.stdout.write(
      `not checked against recordings: ${fileName} is not beside the repository\n`,
    );
    return undefined;
  }
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(parsed) ? parsed : undefined;
};
