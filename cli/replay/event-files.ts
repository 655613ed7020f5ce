import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { UsageError } from '../usage-error';

/** A file that is to be replayed, or why it cannot be. */
export interface EventFile {
  readonly path: string;
  readonly fault?: string;
}

/**
 * No function is handed more than this at once where it is invoked asynchronously, as all events are:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
const LARGEST_BYTES = 1024 * 1024;

/**
 * The files themselves, and every `*.json` under the folders, sorted. Links to folders are not followed. Throws
 * UsageError for a path where there is nothing.
 */
export const findEventFiles = async (paths: readonly string[]): Promise<readonly EventFile[]> =>
  (await Promise.all(paths.map(filesAt))).flat();

const NOTHING_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

const filesAt = async (path: string): Promise<readonly EventFile[]> => {
  await lstat(path).catch((cause: unknown) => {
    if (NOTHING_THERE.has(codeOf(cause)))
      throw new UsageError(`There is nothing at ${path}. Give an event file or a folder of them.`, {
        cause,
      });
  });
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [{ path }];
  const files = await filesUnder(path);
  return files.length === 0 && isJson(path) ? [{ path, fault: IS_FOLDER }] : files;
};

const IS_FOLDER = 'NotAFile: it is a folder';
const isJson = (name: string): boolean => name.endsWith('.json');

/** Folder by folder, not by recursion: nesting costs no stack. */
const filesUnder = async (root: string): Promise<readonly EventFile[]> => {
  const found: EventFile[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const path = folder;
    const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
      found.push({ path, fault: unreadable(cause) });
      return [];
    });
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) folders.push(inside);
      if (isJson(entry.name))
        found.push(entry.isDirectory() ? { path: inside, fault: IS_FOLDER } : { path: inside });
    }
  }
  return found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
};

/** The text of a file, or why there is none. Never throws, never waits for a pipe, never reads beyond the limit. */
export const readEventFile = async ({
  path,
  fault,
}: EventFile): Promise<{ readonly text: string } | { readonly fault: string }> => {
  if (fault !== undefined) return { fault };
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await readText(file);
    } finally {
      await file.close();
    }
  } catch (cause) {
    return { fault: unreadable(cause) };
  }
};

const readText = async (
  file: FileHandle,
): Promise<{ readonly text: string } | { readonly fault: string }> => {
  const found = await file.stat();
  if (!found.isFile())
    return { fault: found.isDirectory() ? IS_FOLDER : 'NotAFile: it is a pipe or a device' };
  const tooLarge = { fault: `TooLarge: an event has at most ${LARGEST_BYTES} bytes` };
  if (found.size > LARGEST_BYTES) return tooLarge;
  const bytes = await readAtMost(file, LARGEST_BYTES + 1);
  if (bytes.length > LARGEST_BYTES) return tooLarge;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { fault: 'NotUtf8: JSON is UTF-8; is it UTF-16?' };
  }
};

/** The size that a file states may be wrong: it grows, or the system makes it up. */
const readAtMost = async (file: FileHandle, most: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(bytes, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
};

const codeOf = (cause: unknown): unknown =>
  isNativeError(cause) && 'code' in cause ? cause.code : undefined;

const unreadable = (cause: unknown): string =>
  `Unreadable: ${isNativeError(cause) ? cause.message : String(cause)}`;
