import { aHost } from '../../../support/hosts';
import { aProfile, compile, refusalIn, type Stub } from '../../../support/profiles';

/** 4 GiB on each of two nodes. */
const HOST = aHost({
  sockets: 2,
  coresPerSocket: 2,
  memoryMiBPerNode: 4096,
  facts: { sysctls: ['vm.nr_hugepages'] },
});
const boot = (parameter: string, value: string): Stub => ({
  id: parameter,
  layer: 'boot',
  parameter,
  value,
});
const sysctl = (key: string, value: string): Stub => ({ id: 'it', layer: 'sysctl', key, value });
const refusedOf = (id: string, ...settings: readonly Stub[]) =>
  refusalIn(compile(aProfile(settings), HOST), id);

it.each([
  ['hugepages', 'hugepages', boot('hugepages', '3687')],
  ['it', 'vm.nr_hugepages', sysctl('vm.nr_hugepages', '3687')],
  ['sysctl.vm.nr_hugepages', 'sysctl.vm.nr_hugepages', boot('sysctl.vm.nr_hugepages', '3687')],
])('refuses pages that leave less than a tenth of all memory: %s', (id, key, stub) => {
  expect(refusedOf(id, stub)).toEqual([
    'HugePagesAboveMemory',
    `${key}=3687 with pages of 2 MiB is more than 90 % of the 8192 MiB of this host: at most 3686 leave room for the rest.`,
  ]);
});

it.each([
  ['hugepages', boot('hugepages', '3686')],
  ['it', sysctl('vm.nr_hugepages', '3686')],
  ['hugepages', boot('hugepages', '0:1843,1:1843')],
])('sets as many as that: %s', (id, stub) => {
  expect(refusedOf(id, stub)).toBeUndefined();
});

it('counts pages in the size that the profile sets', () => {
  const ofGiB = (pages: string) =>
    refusedOf('hugepages', boot('hugepagesz', '1G'), boot('hugepages', pages))?.[0];
  expect(ofGiB('7')).toBeUndefined();
  expect(ofGiB('8')).toBe('HugePagesAboveMemory');
  expect(
    refusedOf('it', boot('default_hugepagesz', '1g'), sysctl('vm.nr_hugepages', '8'))?.[0],
  ).toBe('HugePagesAboveMemory');
  expect(refusedOf('it', boot('hugepagesz', '1G'), sysctl('vm.nr_hugepages', '8'))).toBeUndefined();
});

it('cannot say how many are too many where the facts do not say the memory', () => {
  const facts = { ...HOST, memoryMiB: undefined };
  const plan = compile(aProfile([boot('hugepages', '999999')]), facts);
  expect(plan.refused).toEqual([]);
});
