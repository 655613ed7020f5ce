import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const RETRY_MS = 100;

/** @param {unknown} error @param {string} code */
const hasCode = (error, code) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
};

/** Whether the lock is ours now. A link appears with its content, or not at all. @param {string} path */
const take = (path) => {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
};

/** Moves away the lock of a process that ended without letting go. @param {string} path */
const breakIfAbandoned = (path) => {
  try {
    if (isAlive(Number(readFileSync(path, 'utf8')))) return;
    renameSync(path, `${path}.abandoned`);
  } catch (error) {
    // Someone let go of it, or moved it away, in between.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
};

/**
 * Does the work while no other process on this machine does it: the file holds the id of who is at it.
 *
 * @template T
 * @param {string} lockPath
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const oneAtATime = async (lockPath, work) => {
  mkdirSync(dirname(lockPath), { recursive: true });
  while (!take(lockPath)) {
    breakIfAbandoned(lockPath);
    await wait(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockPath, { force: true });
  }
};
