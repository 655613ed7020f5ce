import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parseMeasurements } from '../../adapters/rt-tests/parse-measurements';
import { aHost, defaultsOf, marksOf, resultOf, scriptOf, USERLANDS } from '../support/host-scripts';

interface ThreadShape {
  readonly cpu: number;
  readonly buckets: Readonly<Record<number, number>>;
  readonly cycles: number;
  readonly max: number;
}

/** A result as cyclictest of rt-tests 2.4 lays it out. */
const cyclictest = (threads: readonly ThreadShape[], commandLine: string): string =>
  `${JSON.stringify(
    {
      file_version: 1,
      'cmdline:': commandLine,
      'rt_test_version:': '2.40',
      start_time: 'Sat, 21 Nov 2026 10:00:00 +0000',
      end_time: 'Sat, 21 Nov 2026 10:05:00 +0000',
      return_code: 0,
      sysinfo: {
        sysname: 'Linux',
        nodename: 'host',
        release: '6.1.0-50-rt-amd64',
        version: '#1 SMP PREEMPT_RT',
        machine: 'x86_64',
        realtime: 1,
      },
      num_threads: threads.length,
      resolution_in_ns: 0,
      thread: Object.fromEntries(
        threads.map(({ cpu, buckets, cycles, max }, at) => [
          at,
          { histogram: buckets, cycles, min: 1, max, avg: 2.5, cpu, node: -1 },
        ]),
      ),
    },
    null,
    2,
  )}\n`;

const oslat = (buckets: Readonly<Record<number, number>>, min: number, max: number): string =>
  `${JSON.stringify(
    {
      file_version: 1,
      'cmdline:': 'oslat -c 1 -D 60 -b 1024',
      'rt_test_version:': '2.40',
      start_time: 'Sat, 21 Nov 2026 10:00:00 +0000',
      end_time: 'Sat, 21 Nov 2026 10:01:00 +0000',
      return_code: 0,
      sysinfo: { release: '6.1.0-50-rt-amd64', realtime: 1 },
      num_threads: 1,
      thread: {
        0: { cpu: 1, freq: 2597, min, avg: 1.5, max, duration: 59.98, histogram: buckets },
      },
    },
    null,
    2,
  )}\n`;

const ASKED = {
  Cpus: '1',
  DurationSec: '300',
  IntervalUs: '200',
  HistogramUs: '400',
  SoakSec: '0',
};
const COMMAND = 'cyclictest --mlockall -i 200 -h 400 -D 300';

describe.each(USERLANDS)('in %s', (userland, test) => {
  test('counts every cycle, and never gives a number to what lies in the overflow', async () => {
    const threads = [{ cpu: 1, buckets: { 3: 600, 5: 399, 9: 1 }, cycles: 1010, max: 7000 }];
    const host = aHost({ latency: { cyclictest: cyclictest(threads, COMMAND) } }, userland);
    const run = await host.document('measure-latency', { parameters: ASKED });
    expect(marksOf(run, 'LATENCY')).toEqual([
      {
        tool: 'cyclictest',
        version: '2.40',
        cpus: [
          {
            cpu: 1,
            samples: 1010,
            expected: 1_500_000,
            missed: 1_498_990,
            overflow: 10,
            p50: 3,
            p99: 9,
            p999: { gte: 400 },
            p9999: { gte: 400 },
            max: 7000,
          },
        ],
        kernel: '6.1.0-50-rt-amd64',
        realtime: 1,
        durationSec: 300,
        returnCode: 0,
        stealPct: null,
        intervalUs: 200,
        environment: 'host',
      },
    ]);
    expect([run.code, resultOf(run)]).toMatchObject([
      0,
      { outcome: 'passed', reason: 'LatencyMeasured', cpus: '1' },
    ]);
    expect(run.stderr).toContain('cyclictest.json {"file_version": 1,');
  });

  test('tells apart the tools, what they lack, and what they found', async () => {
    const host = aHost(
      {
        latency: {
          cyclictest: cyclictest([{ cpu: 1, buckets: { 3: 10 }, cycles: 10, max: 3 }], COMMAND),
          oslat: oslat({ 1: 90, 2: 9, 1024: 1 }, 1, 24034),
          hwlatdetect:
            'hwlatdetect:  test duration 60 seconds\n   detector: tracer\n   parameters:\n        Latency threshold: 10us\n        Sample window:     1000000us\nMax Latency: 16787us\nSamples recorded: 4\nSamples exceeding threshold: 4\n',
        },
      },
      userland,
    );
    const run = await host.document('measure-latency', {
      parameters: { ...ASKED, OslatSec: '60', HwlatSec: '60' },
    });
    const [hardware, , interference] = marksOf(run, 'LATENCY');
    expect(hardware).toEqual({
      tool: 'hwlatdetect',
      maxUs: 16787,
      thresholdUs: 10,
      samples: 4,
      durationSec: 60,
    });
    expect(interference).toMatchObject({
      tool: 'oslat',
      durationSec: 59.98,
      cpus: [
        {
          cpu: 1,
          samples: 100,
          expected: null,
          missed: null,
          overflow: 1,
          p50: 1,
          p99: 2,
          p999: { gte: 1024 },
          max: 24034,
        },
      ],
    });
  });
});

it('asks the tools for what the document says', async () => {
  const threads = [1, 2, 3].map((cpu) => ({ cpu, buckets: { 3: 10 }, cycles: 10, max: 3 }));
  const host = aHost({
    cpus: { count: 4 },
    latency: { cyclictest: cyclictest(threads, COMMAND) },
    files: { '/sys/devices/system/cpu/isolated': '1-3\n' },
  });
  await host.document('measure-latency', {
    parameters: { DurationSec: '30', IntervalUs: '500', HistogramUs: '2000', SoakSec: '5' },
  });
  const arguments_ =
    '--mlockall --quiet --policy=fifo -p 95 -i 500 -h 2000 -a 1-3 -t 3 --mainaffinity=0 --default-system';
  expect(
    host
      .calls()
      .filter((it) => it.startsWith('cyclictest'))
      .map((it) => it.replace(/ --json=.*/, '')),
  ).toEqual([`cyclictest ${arguments_} -D 5`, `cyclictest ${arguments_} -D 30`]);
});

describe('what cannot be measured', () => {
  it('is told of tools that are not installed, and is no verdict', async () => {
    const run = await aHost().document('measure-latency', {
      parameters: { ...ASKED, HwlatSec: '60' },
    });
    expect([run.code, resultOf(run)]).toMatchObject([
      0,
      { outcome: 'inconclusive', reason: 'ToolUnavailable' },
    ]);
    expect(marksOf(run, 'LATENCY').map(({ tool }) => tool)).toEqual(['hwlatdetect', 'cyclictest']);
  });

  it('is told of a kernel without the tracer', async () => {
    const host = aHost({
      latency: {
        cyclictest: cyclictest([{ cpu: 1, buckets: { 3: 10 }, cycles: 10, max: 3 }], COMMAND),
        hwlatdetect:
          "Traceback (most recent call last):\nDetectorNotAvailable: ('hwlat', 'hwlat tracer not available')\n",
      },
    });
    const run = await host.document('measure-latency', {
      parameters: { ...ASKED, HwlatSec: '60' },
    });
    expect(marksOf(run, 'LATENCY')[0]).toEqual({
      tool: 'hwlatdetect',
      unavailable: "DetectorNotAvailable: ('hwlat', 'hwlat tracer not available')",
    });
    expect(resultOf(run).outcome).toBe('inconclusive');
  });

  it('fails where a tool fails', async () => {
    const host = aHost({
      latency: { cyclictest: '' },
      quirks: { failingTools: { cyclictest: 'mlockall: Cannot allocate memory\n' } },
    });
    const run = await host.document('measure-latency', { parameters: ASKED });
    expect([run.code, resultOf(run).reason]).toEqual([1, 'ToolFailed']);
    expect(marksOf(run, 'LATENCY')[0].failed).toBe(
      'it ended with 1: mlockall: Cannot allocate memory',
    );
  });

  const whole = cyclictest(
    [1, 2].map((cpu) => ({ cpu, buckets: { 3: 9, 8: 1 }, cycles: 10, max: 8 })),
    COMMAND,
  );
  it.each([
    ['in the histogram of the second CPU', whole.slice(0, whole.lastIndexOf('"8"'))],
    ['after the figures of the last CPU', whole.slice(0, whole.lastIndexOf('"node"'))],
    ['before the last brace', whole.trimEnd().slice(0, -1)],
    ['before it began', 'Killed\n'],
  ])('fails where a result is cut off %s', async (_, result) => {
    const host = aHost({ cpus: { count: 4 }, latency: { cyclictest: result } });
    const run = await host.document('measure-latency', { parameters: { ...ASKED, Cpus: '1-2' } });
    expect([run.code, resultOf(run).reason]).toEqual([1, 'ToolFailed']);
    expect(marksOf(run, 'LATENCY')).toEqual([
      { tool: 'cyclictest', failed: 'its result is not what it should be, or is cut off' },
    ]);
  });

  it('says of a tool that was killed what that may be', async () => {
    const host = aHost({ latency: { cyclictest: whole } });
    const run = await host.run(`timeout() { return 137; }\n${scriptOf('measure-latency')}`, {
      parameters: { ...defaultsOf('measure-latency'), ...ASKED },
    });
    expect(marksOf(run, 'LATENCY')[0].failed).toBe(
      'it was killed: memory ran out, or it hung and did not end when it was told to',
    );
  });

  it('does not know what a result does not say', async () => {
    const bare = whole.replace(/"sysinfo": \{[^}]*\},/, '').replace('"return_code": 0,', '');
    const host = aHost({ cpus: { count: 4 }, latency: { cyclictest: bare } });
    const run = await host.document('measure-latency', { parameters: { ...ASKED, Cpus: '1-2' } });
    expect(marksOf(run, 'LATENCY')).toMatchObject([{ realtime: null, returnCode: null }]);
  });

  it('says of a tool that hangs that it was ended', async () => {
    const host = aHost({ latency: { cyclictest: whole, hwlatdetect: '' } });
    const run = await host.run(`timeout() { return 124; }\n${scriptOf('measure-latency')}`, {
      parameters: { ...defaultsOf('measure-latency'), ...ASKED, HwlatSec: '60' },
    });
    expect(marksOf(run, 'LATENCY')).toEqual([
      { tool: 'hwlatdetect', failed: 'it was to take 60 s, and was ended after 120 s' },
      { tool: 'cyclictest', failed: 'it was to take 300 s, and was ended after 360 s' },
    ]);
    expect(resultOf(run).reason).toBe('ToolFailed');
  });

  it.each([
    ['nothing is isolated', { Cpus: 'isolated' }, 'NothingIsolated'],
    ['a CPU is not there', { Cpus: '1-3' }, 'CpusNotOnline'],
    ['the list is none', { Cpus: '1;id' }, 'ParameterRefused'],
    ['the list goes down', { Cpus: '9-4,1' }, 'ParameterRefused'],
    ['the list has a hole', { Cpus: '1,,1' }, 'ParameterRefused'],
    ['the list has no end', { Cpus: '1,0-99999999' }, 'ParameterRefused'],
    ['the time is none', { DurationSec: '1h' }, 'ParameterRefused'],
    ['the shell would count in eights', { SoakSec: '090' }, 'ParameterRefused'],
    ['the time is too long', { DurationSec: '7200' }, 'ParameterRefused'],
    ['the address is none', { RawOutputS3Uri: 'https://example.com' }, 'ParameterRefused'],
  ])('is refused where %s', async (_, parameters, reason) => {
    const run = await aHost().document('measure-latency', {
      parameters: { ...ASKED, ...parameters },
    });
    expect([run.code, resultOf(run).reason]).toEqual([2, reason]);
  });
});

it('keeps the files of six runs', async () => {
  const host = aHost({
    latency: {
      cyclictest: cyclictest([{ cpu: 1, buckets: { 3: 10 }, cycles: 10, max: 3 }], COMMAND),
    },
  });
  for (const at of [1, 2, 3, 4, 5, 6, 7, 8])
    await host.document('measure-latency', { parameters: ASKED, commandId: `command-${at}` });
  const kept = Object.keys(host.tree()).filter((path) =>
    /^\/var\/lib\/slipway\/latency\/[^/]+$/.test(path),
  );
  expect(kept).toHaveLength(6);
  expect(kept).toContain('/var/lib/slipway/latency/command-8');
});

it('says the same of 190 CPUs as of one, packed so that it is not cut off', async () => {
  const threads = Array.from({ length: 190 }, (_, at) => ({
    cpu: at + 2,
    buckets: { 3: 900, 40: 100 },
    cycles: 1000,
    max: 40,
  }));
  const host = aHost({
    cpus: { count: 192 },
    latency: { cyclictest: cyclictest(threads, COMMAND) },
  });
  const run = await host.document('measure-latency', { parameters: { ...ASKED, Cpus: '2-191' } });
  expect(run.stdout).toMatch(/^@@LATENCY-GZIP /);
  expect(run.stdout.length).toBeLessThan(24_000);
  expect(marksOf(run, 'LATENCY')[0].cpus).toHaveLength(190);
});

it('has a result for 110 CPUs and three tools, which each for itself would not be too long', async () => {
  const threads = Array.from({ length: 110 }, (_, at) => ({
    cpu: at + 2,
    buckets: { 3: 900_000 + at * 7919, 40: 600_000 - at * 997 },
    cycles: 1_500_000 + at * 6922,
    max: 40,
  }));
  const result = cyclictest(threads, COMMAND);
  const host = aHost({ cpus: { count: 112 }, latency: { cyclictest: result, oslat: result } });
  const run = await host.document('measure-latency', {
    parameters: { ...ASKED, Cpus: '2-111', OslatSec: '60', HwlatSec: '60' },
  });
  expect(run.stdout.length).toBeLessThan(24_000);
  expect(marksOf(run, 'LATENCY').map(({ cpus }) => cpus?.length)).toEqual([undefined, 110, 110]);
});

it('says which plan the host had applied when it was measured', async () => {
  const host = aHost();
  const measured = async () =>
    resultOf(await host.document('measure-latency', { parameters: ASKED }));
  expect((await measured()).planHash).toBe('-');
  await host.apply([['swap', 'sysctl', 'vm.swappiness', '10', 'no', 'none', '-', '-']], 'hash-a');
  expect((await measured()).planHash).toBe('hash-a');
});

describe('what the tools wrote', () => {
  const file = cyclictest([{ cpu: 1, buckets: { 3: 10 }, cycles: 10, max: 3 }], COMMAND);

  it('goes to standard error as it was, but for its layout', async () => {
    const run = await aHost({ latency: { cyclictest: file } }).document('measure-latency', {
      parameters: ASKED,
    });
    const line = run.stderr.split('\n').find((it) => it.startsWith('cyclictest.json ')) ?? '';
    expect(JSON.parse(line.slice('cyclictest.json '.length))).toEqual(JSON.parse(file));
  });

  it('stays on a host without the AWS CLI, which says so first', async () => {
    const host = aHost({ latency: { cyclictest: file } });
    const run = await host.document('measure-latency', {
      parameters: { ...ASKED, RawOutputS3Uri: 's3://evidence/raw' },
      commandId: 'command-a',
    });
    expect(run.stderr).toMatch(
      /^There is no AWS CLI on this host: nothing was copied to s3:\/\/evidence\/raw\.\n/,
    );
    expect(resultOf(run)).toMatchObject({
      outcome: 'passed',
      rawUploaded: false,
      rawFiles: '/var/lib/slipway/latency/command-a',
    });
    expect(host.read('/var/lib/slipway/latency/command-a/cyclictest.json')).toBe(file);
  });
});

/** The figures of the host's script against those of the adapter that reads the tool's own file. */
const sameAsAdapter = async (tool: 'cyclictest' | 'oslat', file: string, cpus: string) => {
  const own = 'cyclictest --mlockall -i 200 -h 400 -D 300';
  const host = aHost({
    cpus: { count: 4 },
    latency: {
      cyclictest: cyclictest([{ cpu: 1, buckets: { 3: 10 }, cycles: 10, max: 3 }], own),
      [tool]: file,
    },
  });
  const histogram = /-h (\d+)/.exec(file)?.[1] ?? '400';
  const interval = /-i (\d+)/.exec(file)?.[1] ?? '200';
  const duration = /-D (\d+)/.exec(file)?.[1] ?? '300';
  const run = await host.document('measure-latency', {
    parameters: {
      Cpus: cpus,
      SoakSec: '0',
      DurationSec: duration,
      IntervalUs: interval,
      HistogramUs: histogram,
      OslatSec: tool === 'oslat' ? duration : '0',
    },
  });
  const ours = parseMeasurements(run.stdout).find((it) => it.measurement.tool === tool);
  const [theirs] = parseMeasurements(file);
  if (ours?.measurement.kind !== 'cpus' || theirs?.measurement.kind !== 'cpus')
    throw new Error(run.stdout);
  expect(ours.measurement.cpus).toEqual(theirs.measurement.cpus);
};

const anyHistogram = fc
  .dictionary(fc.integer({ min: 1, max: 399 }).map(String), fc.integer({ min: 1, max: 100_000 }), {
    minKeys: 1,
    maxKeys: 30,
  })
  .map((buckets) =>
    Object.fromEntries(Object.entries(buckets).sort(([a], [b]) => Number(a) - Number(b))),
  );

it('computes the figures that the adapter computes from the same file', () =>
  fc.assert(
    fc.asyncProperty(anyHistogram, fc.nat(5000), async (buckets, overflow) => {
      const sum = Object.values(buckets).reduce((all, count) => all + count, 0);
      const last = Math.max(...Object.keys(buckets).map(Number));
      const thread = { cpu: 1, buckets, cycles: sum + overflow, max: overflow > 0 ? 5000 : last };
      await sameAsAdapter('cyclictest', cyclictest([thread], COMMAND), '1');
    }),
    { numRuns: 15 },
  ));

it.each([
  [{ 1: 1000, 2: 10, 32: 5 }, 1, 32],
  [{ 1: 1000, 2: 10, 32: 5 }, 1, 900],
  [{ 2: 1000, 3: 10, 32: 5 }, 1, 31],
  [{ 2: 1000, 3: 10, 32: 5 }, 1, 900],
])('reads oslat %j, at least %i, at most %i, as the adapter does', (buckets, min, max) =>
  sameAsAdapter('oslat', oslat(buckets, min, max), '1'),
);

const SAMPLES = resolve(__dirname, '../../../shared/samples/latency');
const samplesThere = existsSync(SAMPLES) ? it : it.skip;
samplesThere.each([
  ['cyclictest', 'cyclictest-smp-10s.json', '0-1'],
  ['cyclictest', 'cyclictest-h20000-15s.json', '0-1'],
  ['cyclictest', 'qemu-seed4cpu-cyclictest.json', '3'],
  ['oslat', 'oslat-8s.json', '1'],
] as const)('reads what %s wrote for real in %s as the adapter does', (tool, file, cpus) =>
  sameAsAdapter(tool, readFileSync(resolve(SAMPLES, file), 'utf8'), cpus),
);
