import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** Where packages are unpacked: outside every checkout, so that a module missing from the package is missing. */
export interface PackageFolders {
  /** The folder of these bytes, unpacked on first use. Throws where the zip is broken or leaves its folder. */
  folderOf(codeSha256: string, zip: Uint8Array): string;
  remove(): void;
}

const unpack = (zip: Uint8Array, folder: string): void => {
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const path = join(folder, name);
    if (relative(folder, path).split(sep)[0] === '..')
      throw new Error(`The package holds "${name}", which lies outside its folder.`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o755 });
  }
};

/**
 * Packages with the same hash share a folder, as functions of one artefact do. `onRoot` is told the folder that all of
 * them stand in, when it is made.
 */
export const createPackageFolders = (onRoot: (root: string) => void): PackageFolders => {
  const folders = new Map<string, string>();
  let root: string | undefined;
  const unpackNew = (zip: Uint8Array): string => {
    if (root === undefined) {
      root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-functions-')));
      onRoot(root);
    }
    const folder = mkdtempSync(join(root, 'task-'));
    unpack(zip, folder);
    return folder;
  };
  return {
    folderOf: (codeSha256, zip) => {
      const folder = folders.get(codeSha256) ?? unpackNew(zip);
      folders.set(codeSha256, folder);
      return folder;
    },
    remove: () => {
      folders.clear();
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
      root = undefined;
    },
  };
};
