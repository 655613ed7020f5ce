import fc from 'fast-check';
import {
  divideBy,
  divideCpus,
  faultOfIsolation,
  faultOfPresence,
  nodesOf,
} from '../../../domain/hosts/topology';
import { cpusOf } from '../../support/hosts';

it.each([
  ['one CPU', { coresPerSocket: 1 }, [0], []],
  ['one core of two CPUs', { coresPerSocket: 1, threads: 2 }, [0, 1], []],
  ['siblings apart', { coresPerSocket: 2, threads: 2 }, [0, 2], [1, 3]],
  ['siblings beside', { coresPerSocket: 2, threads: 2, siblings: 'beside' }, [0, 1], [2, 3]],
  ['two sockets', { sockets: 2, coresPerSocket: 3 }, [0, 3], [1, 2, 4, 5]],
  ['boot CPU offline', { coresPerSocket: 4, offline: [0] }, [1], [2, 3]],
  ['a socket offline', { sockets: 2, coresPerSocket: 2, offline: [2, 3] }, [0], [1]],
  ['a sibling offline', { coresPerSocket: 2, threads: 2, offline: [2] }, [0], [1, 3]],
] as const)('keeps the first core of each socket: %s', (_, shape, housekeeping, isolated) => {
  expect(divideCpus(cpusOf(shape), 1)).toEqual({ housekeeping, isolated });
});

it('keeps as many cores of each socket as it is told', () => {
  const cpus = cpusOf({ sockets: 2, coresPerSocket: 4 });
  expect(divideCpus(cpus, 2)).toEqual({ housekeeping: [0, 1, 4, 5], isolated: [2, 3, 6, 7] });
});

it('never makes a division that it would itself object to', () =>
  fc.assert(
    fc.property(
      fc.record({
        sockets: fc.integer({ min: 1, max: 3 }),
        coresPerSocket: fc.integer({ min: 1, max: 6 }),
        threads: fc.constantFrom(1 as const, 2 as const),
        offline: fc.uniqueArray(fc.integer({ min: 0, max: 35 }), { maxLength: 5 }),
      }),
      fc.integer({ min: 1, max: 3 }),
      (shape, kept) => {
        const cpus = cpusOf(shape);
        fc.pre(cpus.some(({ online }) => online));
        const { isolated } = divideCpus(cpus, kept);
        expect(faultOfIsolation(cpus, isolated)).toBeUndefined();
      },
    ),
  ));

it.each([
  ['AbsentCpus', [2, 9], 'names CPU 9, which this host does not have'],
  ['OfflineCpus', [3, 7], 'names CPU 7, offline on this host'],
  [
    'NoHousekeeping',
    [0, 1, 2, 3, 4, 5, 6],
    'leaves no CPU for housekeeping; the kernel would take the boot CPU back',
  ],
  ['NamesBootCpu', [0, 4], 'names CPU 0, which boots and keeps house'],
  ['SplitsCore', [1, 2, 6], 'splits the core of CPUs 1,5: siblings of one core disturb each other'],
])('objects to a list that is wrong on a host: %s', (code, isolated, says) => {
  // given
  const cpus = cpusOf({ coresPerSocket: 4, threads: 2, offline: [7] });
  // then
  expect(faultOfIsolation(cpus, isolated)).toEqual({ code, says });
});

it('objects to a socket that would keep nothing', () => {
  expect(faultOfIsolation(cpusOf({ sockets: 2, coresPerSocket: 2 }), [1, 2, 3])).toEqual({
    code: 'SocketWithoutHousekeeping',
    says: 'leaves socket 1 without a CPU for housekeeping',
  });
});

it('has nothing against a good list, or an empty one', () => {
  const cpus = cpusOf({ coresPerSocket: 4 });
  expect(faultOfIsolation(cpus, [2, 3])).toBeUndefined();
  expect(faultOfIsolation(cpus, [])).toBeUndefined();
  expect(faultOfPresence(cpus, [0, 1, 2, 3])).toBeUndefined();
});

it('says nothing of the boot CPU where no CPU is known to be online', () => {
  expect(faultOfIsolation([], [])).toEqual(expect.objectContaining({ code: 'NoHousekeeping' }));
});

it('divides by a list, of which it takes what is online', () => {
  const cpus = cpusOf({ coresPerSocket: 4, offline: [3] });
  expect(divideBy(cpus, [2, 3])).toEqual({ housekeeping: [0, 1], isolated: [2] });
});

it('tells the nodes of CPUs', () => {
  const cpus = cpusOf({ sockets: 2, coresPerSocket: 2 });
  expect(nodesOf(cpus, [3, 0, 1])).toEqual([0, 1]);
  expect(nodesOf(cpus, [2])).toEqual([1]);
});
