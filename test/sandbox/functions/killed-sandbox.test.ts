import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');

/** What a runner does when a function is first invoked; it never stops by itself. */
const SCRIPT = `
const { zipSync, strToU8 } = require('fflate');
const { createPackageFolders } = require('./sandbox/functions/package-folders');
const { createProcessGuard } = require('./sandbox/functions/process-guard');
const guard = createProcessGuard();
const folders = createPackageFolders((root) => guard.sweep(root));
console.log(folders.folderOf('hash', zipSync({ 'index.js': strToU8('') })));
setInterval(() => undefined, 1000);`;

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'slipway-killed-'));
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

const untilGone = (folder: string): Promise<void> =>
  new Promise((done) => {
    const look = (): void => {
      if (existsSync(folder)) return;
      watcher.close();
      done();
    };
    const watcher = watch(temporary, look);
    look();
  });

it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'leaves no package behind when it ends by %s',
  async (signal) => {
    // given
    const child = spawn(process.execPath, ['-r', './cli/register.cjs', '-e', SCRIPT], {
      cwd: REPOSITORY,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line]: unknown[] = await once(child.stdout, 'data');
    const root = resolve(String(line).trim(), '..');
    expect(existsSync(root)).toBe(true);

    // when
    child.kill(signal);
    await untilGone(root);

    // then
    expect(existsSync(root)).toBe(false);
  },
);
