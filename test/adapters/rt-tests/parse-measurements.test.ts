import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { parseMeasurements } from '../../../adapters/rt-tests/parse-measurements';
import { InvalidInputError } from '../../../domain/errors';
import {
  aCyclictestResult,
  aCyclictestThread,
  anOslatResult,
  anOslatThread,
  aMeasurement,
  aRow,
  aSummary,
} from '../../support/latency';

const parse = (value: unknown) => parseMeasurements(JSON.stringify(value))[0];
const faultOf = (text: string): string => {
  try {
    parseMeasurements(text);
  } catch (thrown) {
    if (thrown instanceof InvalidInputError) return thrown.message;
    throw thrown;
  }
  return 'none';
};

describe('cyclictest', () => {
  it('finds the overflow that its file leaves out, and the wake-ups that were missed', () => {
    const thread = aCyclictestThread({ cycles: 9995, max: 700 });
    const result = aCyclictestResult({ thread: { '0': thread }, num_threads: 1 });
    expect(parse(result)).toEqual({
      measurement: {
        kind: 'cpus',
        tool: 'cyclictest',
        cpus: [
          {
            cpu: 2,
            samples: 9995,
            expected: 10_000,
            missed: 5,
            overflow: 5,
            p50: 3,
            p99: 4,
            p999: 9,
            p9999: { gte: 50 },
            max: 700,
          },
        ],
        durationSec: 10,
        kernel: '6.1.0-50-rt-amd64',
        realtime: true,
        returnCode: 0,
        stealPct: null,
      },
      histograms: [
        {
          cpu: 2,
          expected: 10_000,
          histogram: {
            buckets: [
              { us: 3, count: 9000 },
              { us: 4, count: 900 },
              { us: 9, count: 90 },
            ],
            overflow: 5,
            overflowFromUs: 50,
            maxUs: 700,
          },
        },
      ],
    });
  });

  it('reads nanoseconds as microseconds', () => {
    const thread = aCyclictestThread({ histogram: { '3100': 9900, '8250': 90 }, max: 8250 });
    const parsed = parse(
      aCyclictestResult({
        'cmdline:': 'cyclictest -N -h 10000 -D 10',
        resolution_in_ns: 1,
        thread: { '0': thread },
        num_threads: 1,
      }),
    );
    expect(parsed?.measurement).toMatchObject({
      cpus: [{ overflow: 0, p50: 3.1, p99: 3.1, p999: 8.25, max: 8.25 }],
    });
  });

  it.each<[string, string, number | null, number | null]>([
    ['its default interval', 'cyclictest -h 50 -D 10', 10_000, 10],
    ['an interval in the next word', 'cyclictest -h 50 -i 200 -D 10', 50_000, 10],
    ['letters in a cluster', 'cyclictest -mqh50 -i200 -D10s', 50_000, 10],
    ['long options', 'cyclictest --histogram=50 --interval=500 --duration 10', 20_000, 10],
    ['the last of several', 'cyclictest -h 50 -i 100 -i 1000 -D 10', 10_000, 10],
    ['operands that look like values', 'cyclictest -a 2-3 -t 2 -h 50 -D 10', 10_000, 10],
    ['loops', 'cyclictest -h 50 -l 9990', 9990, 10],
    ['loops that end it first', 'cyclictest -h 50 -l 9995 -D 10', 9995, 10],
    ['minutes that the clock denies', 'cyclictest -h 50 -i 1000 -D 1m', 60_000, 10],
    ['neither duration nor loops', 'cyclictest -h 50', null, 10],
    ['an interval that is no number', 'cyclictest -h 50 -i x -D 10', 10_000, 10],
  ])('expects as many samples as %s gives', (_, commandLine, expected, durationSec) => {
    const parsed = parse(aCyclictestResult({ 'cmdline:': commandLine }));
    expect(parsed?.measurement).toMatchObject({
      durationSec,
      cpus: [{ expected }, { expected }],
    });
  });

  it('knows that threads have intervals of their own where there is no histogram', () => {
    const empty = { histogram: {}, cycles: 9900 };
    const thread = {
      '0': aCyclictestThread({ ...empty, cpu: 2 }),
      '1': aCyclictestThread({ ...empty, cpu: 3 }),
    };
    const parsed = parse(aCyclictestResult({ 'cmdline:': 'cyclictest -t 2 -D 10', thread }));
    expect(parsed?.measurement).toMatchObject({
      cpus: [{ expected: 10_000, overflow: 9900, p50: { gte: 0 }, max: 9 }, { expected: 6666 }],
    });
  });

  it.each([
    ['the times are missing', { start_time: undefined }, 10],
    ['the times are no times', { end_time: 'yesterday' }, 10],
    ['the clock agrees within a second', { end_time: 'Mon, 02 Mar 2026 10:00:09 +0000' }, 10],
    ['it ended early', { end_time: 'Mon, 02 Mar 2026 10:00:04 +0000' }, 4],
  ])('says how long it ran where %s', (_, overrides, durationSec) => {
    expect(parse(aCyclictestResult(overrides))?.measurement).toMatchObject({ durationSec });
  });

  it('does not say how long it ran where nothing tells', () => {
    const result = aCyclictestResult({ 'cmdline:': 'cyclictest -h 50', end_time: undefined });
    expect(parse(result)?.measurement).toMatchObject({ durationSec: null });
  });

  it('takes one more than the last bucket for the bound where -h is unknown', () => {
    const thread = { '0': aCyclictestThread({ cycles: 20_000, max: 80 }) };
    const result = aCyclictestResult({ 'cmdline:': 'cyclictest', thread, num_threads: 1 });
    expect(parse(result)?.measurement).toMatchObject({ cpus: [{ p99: { gte: 10 } }] });
  });

  it('puts rows in the order of CPUs, and keeps threads that were not pinned', () => {
    const thread = {
      '0': aCyclictestThread({ cpu: 11 }),
      '1': aCyclictestThread({ cpu: -1 }),
      '2': aCyclictestThread({ cpu: 2 }),
    };
    const parsed = parse(aCyclictestResult({ thread, num_threads: 3 }));
    expect(parsed?.measurement).toMatchObject({ cpus: [{ cpu: -1 }, { cpu: 2 }, { cpu: 11 }] });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['more samples than cycles', { cycles: 9000 }, '990 samples more than its 9000 cycles'],
    ['a maximum below its samples', { max: 8 }, 'its maximum of 8 is less than its samples'],
    ['an overflow that its maximum denies', { cycles: 9991 }, 'is less than its samples'],
    ['a bucket beyond its bound', { histogram: { '50': 1 }, max: 50 }, 'bucket 50 lies beyond'],
    ['a latency that is none', { histogram: { soon: 1 } }, '"soon" is not a latency'],
    ['a negative count', { histogram: { '1': -1 } }, 'bucket 1 does not hold a number'],
    ['a fraction of a sample', { histogram: { '1': 0.5 } }, 'bucket 1 does not hold a number'],
    ['a list of buckets', { histogram: [1, 2] }, 'histogram is not an object'],
    ['no buckets', { histogram: undefined }, 'thread.0.histogram must be a'],
    ['negative cycles', { cycles: -1 }, 'thread.0.cycles is out of form'],
    ['cycles in words', { cycles: 'many' }, 'thread.0.cycles must be a'],
    ['no CPU', { cpu: undefined }, 'thread.0.cpu must be a'],
  ])('refuses %s', (_, overrides, fault) => {
    const thread = { '0': aCyclictestThread(overrides) };
    const text = JSON.stringify(aCyclictestResult({ thread, num_threads: 1 }));
    expect(faultOf(text)).toContain(fault);
  });

  it('refuses a file that lost a thread', () => {
    const text = JSON.stringify(aCyclictestResult({ num_threads: 3 }));
    expect(faultOf(text)).toContain('it speaks of 3 threads and holds 2');
  });
});

describe('oslat', () => {
  it('takes its last bucket for the overflow, and expects no number of samples', () => {
    expect(parse(anOslatResult())?.measurement).toMatchObject({
      tool: 'oslat',
      durationSec: 7.996,
      cpus: [
        {
          cpu: 2,
          samples: 1_000_048,
          expected: null,
          missed: null,
          overflow: 8,
          p50: 1,
          p9999: 1,
          max: 700,
        },
      ],
    });
  });

  it('gives no number for what lies in its last bucket', () => {
    const thread = { '0': anOslatThread({ histogram: { '1': 9990, '32': 10 } }) };
    expect(parse(anOslatResult({ thread }))?.measurement).toMatchObject({
      cpus: [{ p999: 1, p9999: { gte: 32 } }],
    });
  });

  it('has no overflow where its maximum is in the last bucket', () => {
    const thread = { '0': anOslatThread({ histogram: { '1': 9990, '32': 10 }, max: 32 }) };
    expect(parse(anOslatResult({ thread }))?.measurement).toMatchObject({
      cpus: [{ overflow: 0, p9999: 32, max: 32 }],
    });
  });

  it('takes the lower edge for the bound where buckets are named by their upper one', () => {
    const buckets = { histogram: { '2': 9990, '32': 10 }, min: 1 };
    const within = { '0': anOslatThread({ ...buckets, max: 31 }) };
    expect(parse(anOslatResult({ thread: within }))?.measurement).toMatchObject({
      cpus: [{ overflow: 0, p50: 2, p9999: 31, max: 31 }],
    });
    const beyond = { '0': anOslatThread({ ...buckets, max: 32 }) };
    expect(parse(anOslatResult({ thread: beyond }))?.measurement).toMatchObject({
      cpus: [{ overflow: 10, p9999: { gte: 31 }, max: 32 }],
    });
  });

  it('reads widths of less than a microsecond, where maxima are in nanoseconds', () => {
    const histogram = { '0.300': 9990, '3.200': 10 };
    const thread = { '0': anOslatThread({ histogram, min: 250, max: 24_034 }) };
    const result = anOslatResult({ 'cmdline:': 'oslat -W 100 -D 8', thread });
    expect(parse(result)?.measurement).toMatchObject({
      cpus: [{ p50: 0.3, p9999: { gte: 3.1 }, max: 24.034 }],
    });
  });

  it('ran as long as its shortest thread', () => {
    const thread = { '0': anOslatThread(), '1': anOslatThread({ cpu: 3, duration: 2.5 }) };
    const parsed = parse(anOslatResult({ thread, num_threads: 2 }));
    expect(parsed?.measurement).toMatchObject({ durationSec: 2.5 });
  });

  it('may have measured nothing', () => {
    const parsed = parse(anOslatResult({ thread: {}, num_threads: 0 }));
    expect(parsed?.measurement).toMatchObject({ cpus: [], durationSec: null });
    const thread = { '0': anOslatThread({ histogram: {}, max: 0, min: 0 }) };
    expect(parse(anOslatResult({ thread }))?.measurement).toMatchObject({
      cpus: [{ samples: 0, overflow: 0, p50: null }],
    });
  });

  it('refuses a maximum below its samples', () => {
    const text = JSON.stringify(anOslatResult({ thread: { '0': anOslatThread({ max: 20 }) } }));
    expect(faultOf(text)).toContain('its maximum of 20 is less than its samples');
  });
});

describe('hwlatdetect', () => {
  const finished = (max: string): string =>
    [
      'hwlatdetect:  test duration 60 seconds',
      '   detector: tracer',
      '   parameters:',
      '        Latency threshold: 10us',
      '',
      'Starting test',
      'test finished',
      `Max Latency: ${max}`,
      'Samples recorded: 2',
      'Samples exceeding threshold: 2',
      'ts: 1772445600.123456789, inner:33, outer:31',
    ].join('\n');

  it.each([
    ['34us', 34],
    ['Below threshold', null],
  ])('reads "%s"', (max, maxUs) => {
    expect(parseMeasurements(finished(max))).toEqual([
      {
        measurement: {
          kind: 'hardware',
          tool: 'hwlatdetect',
          maxUs,
          thresholdUs: 10,
          samples: 2,
          durationSec: 60,
        },
        histograms: [],
      },
    ]);
  });

  it('reads a result without its heading', () => {
    const [parsed] = parseMeasurements('Max Latency: 7us\nSamples recorded: 1\n');
    expect(parsed?.measurement).toMatchObject({ maxUs: 7, thresholdUs: 0, durationSec: null });
  });

  it('is unavailable where the kernel has no tracer, which is no failure', () => {
    const text = `Traceback (most recent call last):
  File "/usr/sbin/hwlatdetect", line 442, in <module>
    detect = Tracer()
DetectorNotAvailable: ('hwlat', 'hwlat tracer not available')
`;
    expect(parseMeasurements(text)).toEqual([
      {
        measurement: {
          kind: 'unavailable',
          tool: 'hwlatdetect',
          reason: 'ToolUnavailable',
          why: 'its kernel has no hwlat tracer',
        },
        histograms: [],
      },
    ]);
  });

  it.each([
    [
      'that broke off',
      'hwlatdetect:  test duration 60 seconds\nStarting test\u001b[2J',
      'its last line is "Starting test?[2J"',
    ],
    [
      'that raised something else',
      '  File "/usr/sbin/hwlatdetect", line 9\nPermissionError: no\n',
      'its last line is "PermissionError: no"',
    ],
    [
      'that found nothing above an unknown threshold',
      'Max Latency: Below threshold\nSamples recorded: 0',
      '"Latency threshold" is missing',
    ],
  ])('refuses a run %s', (_, text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });
});

describe('summaries of a script', () => {
  const line = (value: unknown): string => `@@LATENCY ${JSON.stringify(value)}`;

  it('are found among other lines, several of them', () => {
    const other = { tool: 'hwlatdetect', maxUs: null, thresholdUs: 10, samples: 0 };
    const none = { tool: 'oslat', unavailable: 'it is not installed' };
    const text = ['@@BEGIN', line(aSummary()), 'rc=0', line(other), line(none), ''].join('\n');
    expect(parseMeasurements(text).map(({ measurement }) => measurement)).toEqual([
      {
        kind: 'cpus',
        tool: 'cyclictest',
        cpus: [aRow({ cpu: 2 }), aRow({ cpu: 3 })],
        kernel: '6.1.0-50-rt-amd64',
        realtime: true,
        durationSec: 300,
        returnCode: null,
        stealPct: null,
      },
      { kind: 'hardware', ...other, durationSec: null },
      { kind: 'unavailable', tool: 'oslat', reason: 'ToolUnavailable', why: 'it is not installed' },
    ]);
  });

  it('are found where a long one is packed', () => {
    const packed = (text: string): string => `@@LATENCY-GZIP ${gzipSync(text).toString('base64')}`;
    const text = ['start', packed(JSON.stringify(aSummary())), line(aSummary()), ''].join('\n');
    const [one, other] = parseMeasurements(text);
    expect(one).toEqual(other);
    expect(faultOf(packed(JSON.stringify(aSummary())).slice(0, -30))).toContain('cut off');
    expect(faultOf(packed(' '.repeat(5_000_000)))).toContain('is not gzip in base64');
    expect(faultOf(packed('no JSON'))).toContain('it is not JSON');
  });

  it('tell a tool that failed from one that cannot run, and move no cursor', () => {
    const text = line({ tool: 'cyclictest', failed: 'Killed\u001b[2J' });
    expect(parseMeasurements(text)).toEqual([
      {
        measurement: {
          kind: 'unavailable',
          tool: 'cyclictest',
          reason: 'ToolFailed',
          why: 'Killed?[2J',
        },
        histograms: [],
      },
    ]);
  });

  it.each([
    ['emulated', { emulated: true }],
    ['host', {}],
  ])('say where they were taken: %s', (environment, said) => {
    const [parsed] = parseMeasurements(line(aSummary({ environment })));
    expect(parsed?.measurement).toEqual({
      ...aMeasurement({ returnCode: null, stealPct: null }),
      ...said,
    });
  });

  it('may say 0 and 1 for the kernel, and leave out what they do not know', () => {
    const { expected, missed, ...row } = aRow({ p999: { gte: 30 }, p9999: { gte: 30 } });
    expect([expected, missed]).toEqual([1_500_000, 0]);
    const cpus = [row];
    const [parsed] = parseMeasurements(line({ tool: 'oslat', cpus, realtime: 0 }));
    expect(parsed?.measurement).toMatchObject({
      realtime: false,
      kernel: null,
      durationSec: null,
      cpus: [{ expected: null, missed: null, p999: { gte: 30 } }],
    });
  });

  it('do not decide themselves how many samples were missed', () => {
    const cpus = [aRow({ expected: 1_500_100, missed: 0 })];
    const [parsed] = parseMeasurements(line(aSummary({ cpus })));
    expect(parsed?.measurement).toMatchObject({ cpus: [{ missed: 100 }] });
  });

  it.each<[string, unknown, string]>([
    ['of a tool that is not judged', { tool: 'fio' }, 'tool is out of form'],
    ['without CPUs', { tool: 'oslat' }, 'cpus must be a array'],
    ['without a threshold', { tool: 'hwlatdetect', maxUs: 1, samples: 1 }, 'thresholdUs'],
    [
      'whose figures do not ascend',
      aSummary({ cpus: [aRow({ p99: 40, p999: 14 })] }),
      'its figures do not ascend from p50 to max',
    ],
    [
      'with more overflow than samples',
      aSummary({ cpus: [aRow({ overflow: 1_500_001 })] }),
      'more overflow than samples',
    ],
    [
      'with samples, but not all figures',
      aSummary({ cpus: [aRow({ p999: null })] }),
      'it has samples, and a figure is null',
    ],
  ])('are refused %s', (_, summary, fault) => {
    expect(faultOf(line(summary))).toContain(fault);
  });

  it('are refused where the line was cut', () => {
    expect(faultOf(line(aSummary()).slice(0, 200))).toContain('not JSON, or it ends too early');
  });
});

describe('anything else is refused with a sentence', () => {
  it.each([
    ['nothing', ' \n', 'The measurement is not valid: it is empty.'],
    ['half a file', JSON.stringify(aCyclictestResult()).slice(0, 300), 'it ends too early'],
    ['another tool', '{"cmdline:":"/usr/bin/signaltest -D 5"}', 'it is of signaltest; only'],
    ['a tool named like a member of every object', '{"cmdline:":"constructor"}', 'it is of cons'],
    ['JSON of something else', '{"cmdline:":7}', 'without the member "cmdline:"'],
    ['an empty object', '{}', 'without the member "cmdline:"'],
    ['a list', '[1]', 'it is neither JSON of cyclictest'],
    ['text', 'hello', 'it is neither JSON of cyclictest'],
    ['deep JSON', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'The measurement is not'],
  ])('%s', (_, text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });

  it('whatever it is, nothing but InvalidInputError is thrown', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<Readonly<Record<string, unknown>>>(
          aCyclictestResult(),
          anOslatResult(),
          aSummary(),
        ),
        fc.constantFrom('thread', 'num_threads', 'cmdline:', 'sysinfo', 'cpus', 'tool'),
        fc.jsonValue(),
        fc.boolean(),
        (result, member, value, isSummary) => {
          const text = JSON.stringify({ ...result, [member]: value });
          expect(typeof faultOf(isSummary ? `@@LATENCY ${text}` : text)).toBe('string');
        },
      ),
    ));
});

describe('what measure-latency writes to standard error', () => {
  it('is the files of the tools, among what else was said', () => {
    const text = [
      'There is no AWS CLI on this host',
      `cyclictest.json ${JSON.stringify(aCyclictestResult())}`,
      `oslat.json ${JSON.stringify(anOslatResult())}`,
      'hwlatdetect:  test duration 60 seconds',
    ].join('\n');
    expect(parseMeasurements(text)).toEqual([
      ...parseMeasurements(JSON.stringify(aCyclictestResult())),
      ...parseMeasurements(JSON.stringify(anOslatResult())),
    ]);
  });
});

describe('the name that a host has for itself', () => {
  it.each([
    ['ip-10-0-0-1.eu-west-1.compute.internal', 'ip-10-0-0-1.eu-west-1.compute.internal'],
    ['\u001b[2J', undefined],
    ['', undefined],
  ])('%j', (nodename, host) => {
    const sysinfo = { nodename, release: '6.1.0', realtime: 0 };
    const [parsed] = parseMeasurements(JSON.stringify(aCyclictestResult({ sysinfo })));
    const { host: seen } = { host: undefined, ...parsed?.measurement };
    expect(seen).toBe(host);
  });
});
