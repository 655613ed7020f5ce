import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JudgeOptions } from '../../cli/judge';
import { judge } from '../../cli/judge';
import { aCyclictestResult, aCyclictestThread, anOslatResult, aSummary } from '../support/latency';

const PROFILE = `name: mine
latency:
  cyclictest:
    durationSec: 10
    budget: { p99Us: 20, maxUs: 1000 }
  hwlatdetect: { durationSec: 60, budget: { maxUs: 50 } }
`;
const SLOW = aCyclictestResult({
  thread: {
    '0': aCyclictestThread({ cpu: 2 }),
    '1': aCyclictestThread({
      cpu: 3,
      cycles: 10_000,
      histogram: { '3': 9880, '30': 110 },
      max: 70,
    }),
  },
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judge-'));
  await file('mine.yml', PROFILE);
});
afterEach(async () => {
  process.exitCode = undefined;
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

/** What the command prints, its exit code, and the sentence where it refuses. */
const run = async (files: readonly string[], options: Partial<JudgeOptions> = {}) => {
  let stdout = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  process.exitCode = undefined;
  const refused = await judge(files, { profile: join(folder, 'mine.yml'), ...options }).then(
    () => undefined,
    (thrown: Error) => `${thrown.name}: ${thrown.message}`,
  );
  jest.restoreAllMocks();
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  return { stdout, exitCode, refused: refused?.replaceAll(folder, 'FOLDER') };
};
const runJson = async (files: readonly string[], options: Partial<JudgeOptions> = {}) => {
  const { stdout, exitCode } = await run(files, { ...options, json: true });
  return { ...JSON.parse(stdout), exitCode };
};

it('names what the profile asks for and nobody measured', async () => {
  const path = await file('good.json', aCyclictestResult());
  expect((await runJson([path])).notMeasured).toEqual(['hwlatdetect']);
  expect((await run([path])).stdout).toMatch(
    /\nnot judged: the profile asks for hwlatdetect too, and no file is of it\n$/,
  );
  const gaps = await file('gaps.txt', 'Max Latency: 7us\nSamples recorded: 1\n');
  expect((await runJson([path, gaps])).notMeasured).toEqual([]);
});

describe('with --json', () => {
  it('passes a host that keeps its budget', async () => {
    const path = await file('good.json', aCyclictestResult());
    const row = { samples: 9990, expected: 10_000, missed: 10, overflow: 0, p50: 3, p99: 4 };
    expect(await runJson([path])).toMatchObject({
      exitCode: undefined,
      outcome: 'passed',
      reason: 'WithinBudget',
      cpus: [
        { cpu: 2, ...row, p999: 9, p9999: 9, max: 9 },
        { cpu: 3, ...row, p999: 9, p9999: 9, max: 9 },
      ],
    });
  });

  it('fails one that does not, with the rule that decided', async () => {
    expect(await runJson([await file('slow.json', SLOW)])).toMatchObject({
      exitCode: 1,
      outcome: 'failed',
      reason: 'P99AboveBudget',
      detail: 'cyclictest, CPU 3: p99 is 30 µs; at most 20 µs are allowed.',
      cpus: [{ cpu: 2 }, { cpu: 3, overflow: 10, p9999: { gte: 50 } }],
    });
  });

  it('judges only the isolated CPUs where they are named', async () => {
    const path = await file('slow.json', SLOW);
    expect(await runJson([path], { cpus: '2' })).toMatchObject({ outcome: 'passed' });
    expect(await runJson([path], { cpus: '2,4' })).toMatchObject({ reason: 'CpuNotMeasured' });
  });

  it('takes the worst of several files, and lets none be forgotten', async () => {
    const good = await file('good.json', aCyclictestResult());
    const none = await file('hwlat.txt', 'DetectorNotAvailable: hwlat tracer not available\n');
    expect(await runJson([good, none])).toMatchObject({
      exitCode: 1,
      outcome: 'inconclusive',
      reason: 'ToolUnavailable',
      files: [{ outcome: 'passed' }, { outcome: 'inconclusive' }],
    });
  });

  it('reads the lines that a script on the host printed', async () => {
    const text = `@@BEGIN\n@@LATENCY ${JSON.stringify(aSummary())}\nrc=0\n`;
    const verdict = await runJson([await file('stdout.txt', text)]);
    expect(verdict).toMatchObject({ outcome: 'passed', cpus: [{ cpu: 2 }, { cpu: 3 }] });
  });

  it('compares with the baseline and with the fleet', async () => {
    const compared = PROFILE.replace(
      'durationSec: 10',
      'durationSec: 10\n    baseline: { maxRatio: { p99: 1.1 } }\n    fleet: { figure: p99 }',
    ).replace('p99Us: 20', 'p99Us: 100');
    const profile = await file('compared.yml', compared);
    const slow = await file('slow.json', SLOW);
    const good = await file('good.json', aCyclictestResult());
    expect(await runJson([slow], { profile, baseline: good })).toMatchObject({
      reason: 'BaselineExceeded',
    });
    const fleet = [good, good, good, good, good];
    expect(await runJson([slow], { profile, fleet })).toMatchObject({ reason: 'FleetOutlier' });
  });
});

describe('the profile', () => {
  it('may be a name in config/profiles', async () => {
    const verdict = await runJson([await file('good.json', aCyclictestResult())], {
      profile: 'low-latency',
    });
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'DurationShort' });
  });

  it('inherits the section from the profile beside it that it extends', async () => {
    const profile = await file('child.yml', 'name: child\nextends: mine\n');
    const verdict = await runJson([await file('slow.json', SLOW)], { profile });
    expect(verdict).toMatchObject({ reason: 'P99AboveBudget' });
  });

  it('passes nothing where it asks nothing', async () => {
    const profile = await file('silent.yml', 'name: silent\n');
    const verdict = await runJson([await file('good.json', aCyclictestResult())], { profile });
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'NoBudgetForTool' });
  });

  it.each([
    ['that is not there', 'no-such', undefined, 'There is no profile no-such: give the path'],
    ['that is not YAML', 'bad.yml', 'a: [', 'bad.yml:1:5 is not YAML: '],
    ['that is a list', 'bad.yml', '- a', 'bad.yml is not a profile.'],
    ['in a circle', 'bad.yml', 'extends: bad', 'bad.yml extends profiles in a circle.'],
    [
      'with faults, each with its line',
      'bad.yml',
      PROFILE.replace('maxUs: 1000', 'maxUs: soon').replace('durationSec: 60', 'durationSec: 0'),
      /bad\.yml:5:33 latency\.cyclictest\.budget\.maxUs: .*; .*bad\.yml:6:31 latency\.hwlatdetect\.durationSec/,
    ],
    [
      'whose aliases multiply',
      'bad.yml',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a]\nlatency: [*b,*b,*b,*b,*b]\n`,
      'the aliases in latency multiply.',
    ],
  ])('is refused %s', async (_, name, text, sentence) => {
    const profile = text === undefined ? name : await file(name, text);
    const { refused } = await run([await file('good.json', aCyclictestResult())], { profile });
    expect(refused).toMatch(/^UsageError: /);
    expect(refused).toEqual(
      sentence instanceof RegExp
        ? expect.stringMatching(sentence)
        : expect.stringContaining(sentence),
    );
  });
});

describe('bad input gets a sentence', () => {
  it.each([
    [
      'an empty file',
      '',
      'FOLDER/bad cannot be judged: The measurement is not valid: it is empty.',
    ],
    ['half a file', JSON.stringify(SLOW).slice(0, 400), 'it is not JSON, or it ends too early'],
    ['another tool', '{"cmdline:":"pip_stress"}', 'it is of pip_stress; only cyclictest'],
    ['a hostile one', '{"__proto__":{"cmdline:":"oslat"}}', 'without the member "cmdline:"'],
    ['bytes', '\u0000\u0001\ufffd', 'it is neither JSON of cyclictest'],
  ])('%s', async (_, text, sentence) => {
    const { refused, stdout } = await run([await file('bad', text)]);
    expect(refused).toContain(sentence);
    expect(stdout).toBe('');
  });

  it('a file that is not there, a folder, a device, and none at all', async () => {
    expect((await run([join(folder, 'none')])).refused).toContain('FOLDER/none is not there.');
    await mkdir(join(folder, 'results'));
    expect((await run([join(folder, 'results')])).refused).toContain('results is a folder.');
    expect((await run(['/dev/zero'])).refused).toContain('/dev/zero is not a file.');
    expect((await run([])).refused).toContain('There is no measurement to judge.');
  });

  it('a file of a gigabyte, without reading it', async () => {
    const path = join(folder, 'huge.json');
    const handle = await open(path, 'w');
    await handle.truncate(1024 ** 3);
    await handle.close();
    expect((await run([path])).refused).toContain('has 1024 MiB, at most 64 are read.');
  });

  it('a baseline of another tool, or of none that has CPUs', async () => {
    const good = await file('good.json', aCyclictestResult());
    const oslat = await file('oslat.json', anOslatResult());
    const none = await file('hwlat.txt', 'DetectorNotAvailable: hwlat tracer not available\n');
    expect((await run([good], { baseline: oslat })).refused).toContain(
      'A baseline or fleet file is of oslat, and none of the measurements is.',
    );
    expect((await run([good], { baseline: none })).refused).toContain(
      'has no CPUs to compare with',
    );
  });

  it('a list of CPUs that is none', async () => {
    const good = await file('good.json', aCyclictestResult());
    expect((await run([good], { cpus: '2-' })).refused).toContain('"2-" is not a list of CPUs.');
  });

  it('the command ends with 2, and the sentence stands on stderr', async () => {
    const cli = join(__dirname, '../../cli/slipway.cjs');
    const slipway = (...args: readonly string[]) =>
      spawnSync(process.execPath, [cli, 'judge', '--profile', join(folder, 'mine.yml'), ...args], {
        encoding: 'utf8',
      });
    expect(slipway(await file('empty.json', ''))).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^slipway: .*it is empty\.\n$/),
    });
    const failed = slipway('--json', await file('slow.json', SLOW));
    expect([failed.status, failed.stderr]).toEqual([1, '']);
  });
});

describe('for people', () => {
  it('prints a table, a histogram within 80 columns of ASCII, and the verdict', async () => {
    const { stdout, exitCode } = await run([await file('slow.json', SLOW)]);
    expect(exitCode).toBe(1);
    expect(stdout.replaceAll(folder, 'FOLDER')).toBe(`\
cyclictest, 10 s, kernel 6.1.0-50-rt-amd64, PREEMPT_RT
FOLDER/slow.json

  CPU  samples  missed  overflow  p50  p99  p99.9  p99.99  max us
    2     9990      10         0    3    4      9       9       9
!   3    10000       0        10    3   30     30   >= 50      70

CPU 3, the worst of 2; bars are logarithmic
   us  samples
  3-4     9880  ####################################### p50 3
  5-6        0
  7-9        0
10-14        0
15-19        0
20-29        0                                          p99 limit 20
30-49      110  ########################                p99 30, p99.9 30
>= 50       10  ================                        overflow, the longest 70

failed  P99AboveBudget: cyclictest, CPU 3: p99 is 30 us; at most 20 us are allowed.
  not judged: steal: it was not measured

not judged: the profile asks for hwlatdetect too, and no file is of it
`);
  });

  it('has no histogram of what stayed on the host, and none to draw', async () => {
    const path = await file('stdout.txt', `@@LATENCY ${JSON.stringify(aSummary())}`);
    const { stdout } = await run([path]);
    expect(stdout).toContain('passed  WithinBudget: cyclictest: the worst of 2 CPUs has p99 9 us');
    expect(stdout).not.toContain('logarithmic');
    const svg = join(folder, 'out.svg');
    expect((await run([path], { svg })).refused).toContain('There is no histogram to draw');
  });

  it('says what hwlatdetect said', async () => {
    const text = 'hwlatdetect:  test duration 60 seconds\nMax Latency: 51us\nSamples recorded: 1\n';
    const { stdout } = await run([await file('hwlat.txt', text)]);
    expect(stdout).toContain('failed  MaxAboveBudget: hwlatdetect: firmware or hypervisor took');
  });

  it('counts what would not fit', async () => {
    const threads = Array.from({ length: 12 }, (_, cpu) =>
      aCyclictestThread({ cpu, max: 2000, cycles: 9991 }),
    );
    const result = aCyclictestResult({ thread: { ...threads }, num_threads: 12 });
    const { stdout } = await run([await file('many.json', result)]);
    expect(stdout).toContain('  and 4 more findings; --json has all');
  });
});

describe('the image', () => {
  it('has the axes, the limits, the figures and the overflow', async () => {
    const svg = join(folder, 'out.svg');
    await run([await file('slow.json', SLOW)], { svg });
    const image = await readFile(svg, 'utf8');
    expect(image).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 880 460"/);
    expect(image).toContain('prefers-color-scheme: dark');
    for (const words of [
      'failed: P99AboveBudget',
      'latency in µs (logarithmic)',
      'p99 30 µs',
      'p99 limit 20 µs',
      'p99.99 ≥ 50 µs',
      'max limit 1000 µs',
      'overflow: 10 samples',
      'CPU 3, the worst of 2 (outlines: the others), 10000 samples',
    ])
      expect(image).toContain(
        `>${words.includes('CPU') ? 'cyclictest, 10 s, kernel 6.1.0-50-rt-amd64, PREEMPT_RT; ' : ''}${words}</text>`,
      );
    expect(image).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('takes no markup from a result', async () => {
    const sysinfo = { release: '</text><script>alert(1)</script>&"\u001b' };
    const svg = join(folder, 'out.svg');
    await run([await file('bad.json', aCyclictestResult({ sysinfo }))], { svg });
    expect(await readFile(svg, 'utf8')).toContain(
      'kernel &lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;?',
    );
  });

  it('is refused where it cannot be written', async () => {
    const good = await file('good.json', aCyclictestResult());
    const { refused } = await run([good], { svg: join(folder, 'no', 'out.svg') });
    expect(refused).toBe('UsageError: The image cannot be written to FOLDER/no/out.svg.');
  });
});
