import { distributionOf, isKernelAtLeast, kernelVersionOf } from '../../../domain/hosts/facts';

it.each([
  ['6.1.0-50-rt-amd64', 'debian'],
  ['6.1.0-50-cloud-arm64', 'debian'],
  ['6.8.0-1021-aws', 'ubuntu'],
  ['6.1.119-129.201.amzn2023.x86_64', 'amzn'],
  ['5.14.0-503.14.1.el9_5.x86_64', 'rhel'],
  ['6.18.0', undefined],
])('tells the distribution by the name of its kernel: %s', (release, distribution) => {
  expect(distributionOf({ schemaVersion: 1, kernel: { release } })).toBe(distribution);
});

it('believes facts that name the distribution', () => {
  const kernel = { release: '6.1.0-50-rt-amd64' };
  expect(distributionOf({ schemaVersion: 1, kernel, distribution: 'raspbian' })).toBe('raspbian');
  expect(distributionOf({ schemaVersion: 1 })).toBeUndefined();
});

it.each([
  ['6.12.8-rt', '6.12', true],
  ['6.13.0', '6.12', true],
  ['7.0.0', '6.12', true],
  ['6.2.0', '6.12', false],
  ['5.14.0-1.el9', '6.1', false],
  ['6', '6.0', true],
  ['odd', '6.0', false],
  ['6.1', '6', true],
  ['6.1', 'odd', false],
])('compares the kernel %s with %s', (release, version, isAtLeast) => {
  expect(isKernelAtLeast(release, version)).toBe(isAtLeast);
});

it.each([
  ['6.1.0-50-rt-amd64', [6, 1]],
  ['5.10.226-214.880.amzn2.x86_64', [5, 10]],
  ['7', [7, 0]],
  ['6.1-rc3', [6, 1]],
  ['99999.1', undefined],
  ['linux-6.1', undefined],
  ['', undefined],
])('reads the version of the kernel %s', (release, version) => {
  expect(kernelVersionOf(release)).toEqual(version);
});
