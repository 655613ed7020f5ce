import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMeasurements } from '../../../adapters/rt-tests/parse-measurements';

/** Results that real tools wrote; they lie beside the repository where they are at all. */
const SAMPLES = join(__dirname, '../../../../shared/samples/latency');
const present = existsSync(SAMPLES);
if (!present) console.warn(`Skipped: there are no recorded results in ${SAMPLES}.`);
const itWithSamples = present ? it : it.skip;

const measured = (name: string) =>
  parseMeasurements(readFileSync(join(SAMPLES, name), 'utf8'))[0]?.measurement;

itWithSamples('10 s of cyclictest with a short histogram: p99.9 is in the overflow', () => {
  expect(measured('cyclictest-smp-10s.json')).toMatchObject({
    tool: 'cyclictest',
    durationSec: 10,
    realtime: false,
    returnCode: 0,
    cpus: [
      {
        cpu: 0,
        samples: 9876,
        expected: 10_000,
        missed: 124,
        overflow: 86,
        p50: 16,
        p99: 278,
        p999: { gte: 400 },
        p9999: { gte: 400 },
        max: 11_419,
      },
      { cpu: 1, samples: 9854, overflow: 79, max: 11_894 },
    ],
  });
});

itWithSamples('the overflow is what the tool itself printed', () => {
  const stdout = readFileSync(join(SAMPLES, 'cyclictest-smp-10s.stdout.txt'), 'utf8');
  const printed = /^# Histogram Overflows: (\d+) (\d+)/m.exec(stdout)?.slice(1).map(Number);
  expect(printed).toEqual([86, 79]);
  expect(measured('cyclictest-smp-10s.json')).toMatchObject({
    cpus: [{ overflow: 86 }, { overflow: 79 }],
  });
});

itWithSamples('15 s of cyclictest with a long histogram: every quantile is a number', () => {
  expect(measured('cyclictest-h20000-15s.json')).toMatchObject({
    cpus: [
      { cpu: 0, expected: 75_000, overflow: 0, p99: 61, p999: 184, p9999: 1728, max: 1898 },
      { cpu: 1, expected: 75_000, missed: 325, p99: 129, p999: 257, p9999: 1765, max: 4012 },
    ],
  });
});

itWithSamples('8 s of oslat: the last bucket is the overflow', () => {
  expect(measured('oslat-8s.json')).toMatchObject({
    tool: 'oslat',
    durationSec: 7.996,
    cpus: [{ cpu: 1, samples: 273_637_045, expected: null, overflow: 1409, p9999: 1, max: 24_034 }],
  });
});

itWithSamples('hwlatdetect on a kernel without its tracer is unavailable', () => {
  expect(measured('hwlatdetect.txt')).toMatchObject({ kind: 'unavailable', tool: 'hwlatdetect' });
});

itWithSamples.each([
  ['qemu-seed2cpu-cyclictest.json', 1, 2645, 17_873],
  ['qemu-seed4cpu-cyclictest.json', 3, 2880, 10_767],
  ['qemu-allcpus-cyclictest.json', 1, 2806, 7807],
])('a PREEMPT_RT guest: %s', (name, cpu, samples, max) => {
  expect(measured(name)).toMatchObject({
    realtime: true,
    durationSec: 3,
    cpus: [{ cpu, samples, expected: 3000, overflow: 0, max }],
  });
});
