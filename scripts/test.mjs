/**
 * Runs jest with whatever arguments follow, shows its report, and ends with the line `N passed, N failed`.
 * A suite that could not run counts as one failure, and so does a run in which nothing ran.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} JestResults the part of jest's `--json` output that is read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numRuntimeErrorTestSuites suites that could not run
 */

/**
 * @param {JestResults | undefined} results undefined where jest ended before it wrote any
 * @param {number | null} exitCode of jest; null where a signal ended it
 * @returns {{ passed: number, failed: number }}
 */
export const countTests = (results, exitCode) => {
  const passed = results?.numPassedTests ?? 0;
  const failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 0);
  const failedAsAWhole = exitCode !== 0 || passed === 0;
  return { passed, failed: failed === 0 && failedAsAWhole ? 1 : failed };
};

/** @param {readonly string[]} args @param {string} resultsPath @returns {Promise<number | null>} */
const runJest = (args, resultsPath) =>
  new Promise((resolve, reject) => {
    const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
    const ours = ['--maxWorkers=2', '--json', `--outputFile=${resultsPath}`];
    const child = spawn(process.execPath, [jest, ...ours, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // The SDK warns about Node 20 with every client; only the word `true` silences it.
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
      process.once(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', resolve);
  });

/** @param {string} path @returns {Promise<JestResults | undefined>} */
const readResults = async (path) => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
};

const main = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  try {
    const resultsPath = join(folder, 'results.json');
    const exitCode = await runJest(process.argv.slice(2), resultsPath);
    const { passed, failed } = countTests(await readResults(resultsPath), exitCode);
    process.exitCode = failed === 0 ? 0 : 1;
    console.log(`${passed} passed, ${failed} failed`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
