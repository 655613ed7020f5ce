import fc from 'fast-check';
import {
  parseCpuList,
  parseCpuMask,
  sayCpus,
  toCpuList,
  toCpuMask,
} from '../../../domain/hosts/cpu-list';

it.each([
  ['0', [0]],
  ['2-5,8', [2, 3, 4, 5, 8]],
  ['8,2-3,3-4', [2, 3, 4, 8]],
  ['8191', [8191]],
])('reads the list %s', (text, cpus) => {
  expect(parseCpuList(text)).toEqual(cpus);
});

it.each(['', '-', '5-2', '1,', 'a', '1-2-3', ' 1', '0-8192', '99999999999', '-1', 'all'])(
  'takes "%s" for no list',
  (text) => {
    expect(parseCpuList(text)).toBeUndefined();
  },
);

it('writes what the kernel would print', () => {
  expect(toCpuList([8, 2, 3, 3, 5])).toBe('2-3,5,8');
  expect(toCpuList([])).toBe('');
});

it.each([
  [[0], '1'],
  [[0, 1, 2, 3], 'f'],
  [[5], '20'],
  [[32], '1,00000000'],
  [[0, 48, 96], '1,00000000,00010000,00000001'],
  [[], '0'],
])('writes the mask of %j as %s', (cpus, mask) => {
  expect(toCpuMask(cpus)).toBe(mask);
});

it.each([
  ['0', []],
  ['f', [0, 1, 2, 3]],
  ['00000001,00000000', [32]],
  ['FF', [0, 1, 2, 3, 4, 5, 6, 7]],
])('reads the mask %s', (mask, cpus) => {
  expect(parseCpuMask(mask)).toEqual(cpus);
});

it.each(['', 'never', '0x1', 'rx 1', 'f'.repeat(2049)])('takes "%s" for no mask', (text) => {
  expect(parseCpuMask(text)).toBeUndefined();
});

it('reads back any list and any mask that it writes', () =>
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 }),
      (cpus) => {
        const ascending = cpus.toSorted((a, b) => a - b);
        expect(parseCpuList(toCpuList(cpus))).toEqual(ascending);
        expect(parseCpuMask(toCpuMask(cpus))).toEqual(ascending);
      },
    ),
  ));

it('says one CPU and several', () => {
  expect(sayCpus([3])).toBe('CPU 3');
  expect(sayCpus([3, 4])).toBe('CPUs 3-4');
});
