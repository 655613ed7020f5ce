import { sha256 } from '../../adapters/system/sha256';
import { readProfile } from '../../cli/plan/profile-files';
import { Facts } from '../../config/schema/facts';
import { createCompiler } from '../../domain/hosts/compile-plan';
import { toHostPlan } from '../../domain/hosts/host-plan';
import type { HostShape } from '../../sandbox/hosts/fake-root/host-shape';
import { aHost, marksOf, resultOf } from '../support/host-scripts';

const PACKAGES = {
  'linux-image-rt-amd64': '6.1.0-50-rt-amd64',
  'linux-image-rt-arm64': '6.1.0-50-rt-arm64',
  dpdk: '',
  stalld: '',
};

const SHAPES: Readonly<Record<string, HostShape>> = {
  'a small host': {},
  'an RT kernel on 4 CPUs': { cpus: { count: 4 }, kernelRelease: '6.1.0-50-rt-amd64' },
  'two sockets with siblings': { cpus: { count: 16, sockets: 2, threads: 2, nodes: 2 } },
  AMD: { cpus: { count: 8, vendor: 'AuthenticAMD', model: 'AMD EPYC 7R13' } },
  Graviton: { cpus: { count: 4, machine: 'aarch64' }, kernelRelease: '6.1.0-50-arm64' },
  'Amazon Linux': {
    cpus: { count: 4 },
    bootLoader: 'grubby',
    kernelRelease: '6.1.119-129.amzn2023.x86_64',
  },
};

const ALL = Object.keys(SHAPES);
const cases = [
  ...ALL.map((shape) => ['low-latency-rt', shape] as const),
  ...ALL.map((shape) => ['dpdk', shape] as const),
  ['low-latency', 'Graviton'],
  ['throughput', 'Amazon Linux'],
] as const;

it('takes an interface for DPDK on a virtual machine that has not loaded vfio yet', async () => {
  const host = aHost({
    packages: PACKAGES,
    cpus: { count: 4 },
    modules: { vfio: { enable_unsafe_noiommu_mode: 'N' } },
  });
  const facts = Facts.parse(marksOf(await host.document('collect-facts'), 'FACTS')[0]);
  const plan = createCompiler({ sha256 })(await readProfile('dpdk'), facts);
  const ids = plan.settings.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['vfio-without-iommu', 'bind-on-virtual-machine:ens6']),
  );
  const parameters = { Plan: Buffer.from(toHostPlan(plan)).toString('base64') };
  const mode = '/sys/module/vfio/parameters/enable_unsafe_noiommu_mode';
  const applied = resultOf(await host.document('apply-plan', { parameters }));
  expect({ failed: applied.failed, mode: host.read(mode) }).toEqual({ failed: [], mode: 'Y\n' });
  await host.boot();
  expect(host.read(mode)).toBe('Y\n');
  const verified = resultOf(await host.document('verify-effects', { parameters }));
  expect(verified.drifted).toEqual([]);
  const again = resultOf(await host.document('apply-plan', { parameters }));
  expect(again.counts).toMatchObject({ applied: 0, failed: 0 });
});

it.each(cases)(
  '%s holds on %s: from its facts, through the compiler, over a boot',
  async (name, shape) => {
    const host = aHost({ packages: PACKAGES, ...SHAPES[shape] });
    const facts = Facts.parse(marksOf(await host.document('collect-facts'), 'FACTS')[0]);
    const plan = createCompiler({ sha256 })(await readProfile(name), facts);
    expect(plan.settings.length).toBeGreaterThan(3);
    const parameters = { Plan: Buffer.from(toHostPlan(plan)).toString('base64') };
    const applied = resultOf(await host.document('apply-plan', { parameters }));
    expect({ failed: applied.failed, hash: applied.planHash }).toEqual({
      failed: [],
      hash: plan.planHash,
    });
    await host.boot();
    const verified = resultOf(await host.document('verify-effects', { parameters }));
    expect(verified.drifted).toEqual([]);
    const again = resultOf(await host.document('apply-plan', { parameters }));
    expect(again.counts).toMatchObject({ applied: 0, failed: 0 });
  },
);
