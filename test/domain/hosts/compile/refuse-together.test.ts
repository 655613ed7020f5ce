import fc from 'fast-check';
import { refuseTogether } from '../../../../domain/hosts/compile/refuse-together';
import { aHost, hugePagesOf } from '../../../support/hosts';
import {
  aProfile,
  compile,
  PROFILES,
  refusalIn,
  setIn,
  type Stub,
} from '../../../support/profiles';

const boot = (parameter: string, value: string): Stub => ({
  id: parameter,
  layer: 'boot',
  parameter,
  value,
});
const pages = (id: string, more: object = {}): Stub => ({
  id,
  layer: 'hugepages',
  pageSize: '2MiB',
  nodes: [0],
  pagesPerNode: 1_000_000,
  maxMemoryPct: 50,
  fit: 'up-to',
  ...more,
});
const GIB_PAGES = '/sys/devices/system/node/node0/hugepages/hugepages-1048576kB/nr_hugepages';

describe('two lists of isolated CPUs', () => {
  const planOn = (release: string, nohzFull: string) =>
    compile(
      aProfile([boot('isolcpus', '2-7'), boot('nohz_full', nohzFull)]),
      aHost({ coresPerSocket: 8, release }),
    );

  it.each(['4.14.355-275.572.amzn2.x86_64', '5.10.226-214.880.amzn2.x86_64', '5.17.0'])(
    'may not differ on a kernel that knows only one: %s',
    (release) => {
      expect(refusalIn(planOn(release, '3-7'), 'nohz_full')).toEqual([
        'ListsDiffer',
        `nohz_full=3-7 names other CPUs than isolcpus=2-7: the running kernel, ${release}, would ignore one of them; from 5.18 on they may differ.`,
      ]);
      expect(planOn(release, '2-5,6-7').refused).toEqual([]);
    },
  );

  it('may differ from 5.18 on, and where no CPU is isolated', () => {
    expect(planOn('5.18.0', '3-7').refused).toEqual([]);
    const alone = compile(
      aProfile([boot('nohz_full', '3-7')]),
      aHost({ coresPerSocket: 8, release: '5.10.0' }),
    );
    expect(alone.refused).toEqual([]);
  });

  it('are not compared where the facts do not name the kernel', () => {
    const plan = compile(aProfile([boot('isolcpus', '2-7'), boot('nohz_full', '3-7')]), {
      ...aHost({ coresPerSocket: 8 }),
      kernel: undefined,
    });
    expect(plan.refused).toEqual([]);
  });
});

describe('the command line', () => {
  const long = (id: string, length: number): Stub => ({
    ...boot(id, 'x'.repeat(length)),
    id,
  });
  const refusedWith = (commandLine: string | undefined, ...settings: readonly Stub[]) => {
    const kernel = { release: '6.1.0', preemptRt: false, commandLine };
    return compile(aProfile(settings), { ...aHost({ coresPerSocket: 2 }), kernel }).refused;
  };

  it('is no longer than the kernel reads it', () => {
    expect(refusedWith(undefined, long('a', 1000), long('b', 1041))).toEqual([]);
    expect(refusedWith(undefined, long('a', 1000), long('b', 1042), long('c', 9))).toEqual([
      {
        id: 'b',
        code: 'CommandLineTooLong',
        message:
          "With b the kernel's command line would have 2048 characters; it cuts off without a word what is beyond 2047.",
      },
    ]);
  });

  it('counts what the host is started with, but not what the plan replaces', () => {
    const before = `quiet a=${'y'.repeat(2000)}`;
    expect(refusedWith(before, long('b', 50)).map(({ id }) => id)).toEqual(['b']);
    expect(refusedWith(before, long('b', 50), long('a', 900))).toEqual([]);
  });

  it('takes every second CPU of a big host as far as it goes, and says so', () => {
    const shape = { sockets: 2, coresPerSocket: 96, threads: 2, siblings: 'beside' } as const;
    const offline = Array.from({ length: 192 }, (_, core) => core * 2 + 1);
    const plan = compile(PROFILES['low-latency'], aHost({ ...shape, offline }));
    expect(plan.kernelCommandLine.length).toBeLessThan(2048);
    expect(plan.refused.map(({ code }) => code)).toContain('CommandLineTooLong');
  });
});

describe('huge pages of several settings', () => {
  it('leave a tenth of a node, all together', () => {
    const facts = aHost({ coresPerSocket: 4, facts: { files: [hugePagesOf(0), GIB_PAGES] } });
    const plan = compile(aProfile([pages('small'), pages('big', { pageSize: '1GiB' })]), facts);
    expect(setIn(plan)).toEqual({ 'small:node0': 'node0/2048kB=4096' });
    expect(refusalIn(plan, 'big:node0')).toEqual([
      'HugePagesTogether',
      'With 8192 MiB in huge pages already, another 8192 MiB are more than 90 % of the 16384 MiB of node 0.',
    ]);
  });

  it('are too many on a node whose memory is not known', () => {
    const { settings } = compile(
      aProfile([pages('small')]),
      aHost({ coresPerSocket: 4, facts: { files: [hugePagesOf(0)] } }),
    );
    const settled = { settings, notApplicable: [], refused: [] };
    for (const facts of [{}, { memoryMiB: { '1': 4096 } }])
      expect(refuseTogether(settled, { schemaVersion: 1, ...facts }).refused).toEqual([
        expect.objectContaining({ id: 'small:node0', code: 'HugePagesTogether' }),
      ]);
  });

  it('never take more than that, whatever each of them asks for', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300_000 }),
        fc.double({ min: 1, max: 90, noNaN: true }),
        fc.double({ min: 1, max: 90, noNaN: true }),
        (memoryMiB, ofSmall, ofBig) => {
          const facts = aHost({
            coresPerSocket: 2,
            memoryMiBPerNode: memoryMiB,
            facts: { files: [hugePagesOf(0), GIB_PAGES] },
          });
          const plan = compile(
            aProfile([
              pages('small', { maxMemoryPct: ofSmall }),
              pages('big', { maxMemoryPct: ofBig, pageSize: '1GiB' }),
            ]),
            facts,
          );
          const takenMiB = plan.settings.map(({ key, value }) =>
            key.endsWith('/2048kB') ? Number(value) * 2 : Number(value) * 1024,
          );
          expect(takenMiB.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(
            (memoryMiB * 90) / 100,
          );
        },
      ),
    ));
});
