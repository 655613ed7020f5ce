/**
 * Packages the stack: the CloudFormation template and one zip per function, in `.serverless/`.
 * Does nothing where the sources are those of the last time, unless asked with `--force`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { oneAtATime } from './one-at-a-time.mjs';

/** What the package is made of. */
const SOURCES = [
  'serverless.yml',
  'scripts/esbuild-plugins.cjs',
  'package-lock.json',
  'tsconfig.json',
  'functions',
  'domain',
  'adapters',
  'events',
  'config',
  'resources',
  'documents',
  'state-machines',
];
const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const FRAMEWORK = fileURLToPath(
  new URL('../node_modules/serverless/bin/serverless.js', import.meta.url),
);
const COMMAND = fileURLToPath(new URL('../cli/slipway.cjs', import.meta.url));
const EXIT_WHEN_FAILED = new URL('./exit-when-failed.mjs', import.meta.url).href;
const LONGEST_MS = 5 * 60_000;
/** osls sends nothing; serverless 3, which can stand in for it, would. */
const NO_TELEMETRY = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' };

/** @param {string} path @returns {Promise<string[]>} the files under it, or itself */
const filesAt = async (path) => {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
};

/**
 * A hash that changes when a source is added, removed, renamed or edited.
 *
 * @param {string} root
 */
export const fingerprint = async (root) => {
  const files = (await Promise.all(SOURCES.map((it) => filesAt(join(root, it))))).flat().sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${relative(root, file).split(sep).join('/')}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
};

/**
 * The zips of the functions, by the keys that the template gives them.
 *
 * @param {string} templatePath
 * @returns {Promise<string[]>}
 */
const zipNames = async (templatePath) => {
  /** @type {{ Resources: Record<string, { Properties?: { Code?: { S3Key?: unknown } } }> }} */
  const template = JSON.parse(await readFile(templatePath, 'utf8'));
  const keys = Object.values(template.Resources).map((it) => it.Properties?.Code?.S3Key);
  return [...new Set(keys.filter((it) => typeof it === 'string').map((it) => basename(it)))];
};

/** @param {string} folder @param {string} templatePath */
const isComplete = async (folder, templatePath) =>
  existsSync(templatePath) &&
  (await zipNames(templatePath)).every((it) => existsSync(join(folder, it)));

/**
 * What is wrong in config/ would else be found by the functions, when they start.
 *
 * @param {string} root @throws {Error} with every fault
 */
const checkConfig = async (root) => {
  try {
    await promisify(execFile)(process.execPath, [COMMAND, 'config', 'check', root]);
  } catch (cause) {
    const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (cause);
    throw new Error(`The stack could not be packaged.\n${`${stdout}${stderr}`.trim()}`, { cause });
  }
};

/**
 * The framework's plugin leaves a folder for each function in the system's temporary folder: it is given one of its
 * own, which goes with what is in it, also with what a run that was killed has left there.
 *
 * @param {string} root
 */
const runFramework = async (root) => {
  const temporary = join(root, '.slipway', 'packaging');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const running = promisify(execFile)(
    process.execPath,
    [`--import=${EXIT_WHEN_FAILED}`, FRAMEWORK, 'package'],
    {
      cwd: root,
      env: { ...process.env, ...NO_TELEMETRY, TMPDIR: temporary },
      maxBuffer: 64 * 1024 * 1024,
      timeout: LONGEST_MS,
    },
  );
  running.child.stdin?.end();
  try {
    await running;
  } catch (cause) {
    const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (cause);
    const output = `${stdout}${stderr}`.replaceAll(/^ +at .*\n/gm, '').trim();
    throw new Error(`The stack could not be packaged.\n${output}`, { cause });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

/**
 * Packages the stack, or finds that it need not. Waits where another process is packaging it.
 *
 * @param {{ force?: boolean, onProgress?: (message: string) => void, root?: string }} [options]
 * `onProgress` is told sentences for a person
 * @returns {Promise<{ templatePath: string, folder: string }>} absolute paths
 * @throws {Error} with the framework's output where the stack cannot be packaged
 */
export const packageStack = async ({
  force = false,
  onProgress = () => undefined,
  root = REPOSITORY,
} = {}) => {
  const folder = join(root, '.serverless');
  const templatePath = join(folder, 'cloudformation-template-update-stack.json');
  const fingerprintPath = join(folder, 'sources.sha256');
  return oneAtATime(join(root, '.slipway', 'package.lock'), async () => {
    const now = await fingerprint(root);
    const packaged = await readFile(fingerprintPath, 'utf8').catch(() => undefined);
    if (!force && packaged === now && (await isComplete(folder, templatePath))) {
      onProgress('up to date');
      return { templatePath, folder };
    }
    await checkConfig(root);
    onProgress('packaging the stack');
    await runFramework(root);
    if (!(await isComplete(folder, templatePath)))
      throw new Error(`The framework ended well, but ${folder} lacks the template or a zip.`);
    await writeFile(fingerprintPath, now);
    return { templatePath, folder };
  });
};

const main = async () => {
  const { templatePath, folder } = await packageStack({
    force: process.argv.includes('--force'),
    onProgress: (message) => console.log(message),
  });
  console.log(relative(process.cwd(), templatePath));
  for (const name of await zipNames(templatePath)) {
    const { size } = await stat(join(folder, name));
    console.log(`${String(Math.round(size / 1000)).padStart(8)} kB  ${name}`);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
