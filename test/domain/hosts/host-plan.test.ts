import { InvalidInputError } from '../../../domain/errors';
import { toHostPlan } from '../../../domain/hosts/host-plan';
import type { Plan } from '../../../domain/hosts/plan';
import { aHost, anEna, HOSTS } from '../../support/hosts';
import { aProfile, compile, PROFILES, type Stub } from '../../support/profiles';

const lineOf = (stub: Stub, facts = HOST): string | undefined => {
  const plan = compile(aProfile([stub], { cpus: { housekeepingCoresPerSocket: 1 } }), facts);
  return toHostPlan(plan).split('\n')[1]?.replaceAll('\t', ' | ');
};
const HOST = aHost({
  coresPerSocket: 4,
  facts: {
    nics: [
      { name: 'ens6', pciAddress: '0000:00:06.0' },
      ...(aHost({ coresPerSocket: 4 }).nics ?? []),
    ],
  },
});

it('begins with the format, its version and the hash', () => {
  const plan = compile(aProfile([]), HOST);
  expect(toHostPlan(plan)).toBe(`slipway-plan\t1\t${plan.planHash}\n`);
});

it.each([
  [
    { id: 'a', layer: 'sysctl', key: 'net.ipv4.tcp_rmem', value: '4096 131072 1' },
    'a | sysctl | net.ipv4.tcp_rmem | 4096 131072 1 | no | equals | sysctl:net.ipv4.tcp_rmem | 4096 131072 1',
  ],
  [
    {
      id: 'a',
      layer: 'sysfs',
      path: '/sys/devices/system/machinecheck/machinecheck*/ignore_ce',
      value: '1',
    },
    'a | sysfs | /sys/devices/system/machinecheck/machinecheck*/ignore_ce | 1 | no | equals | /sys/devices/system/machinecheck/machinecheck*/ignore_ce | 1',
  ],
  [
    {
      id: 'a',
      layer: 'boot',
      parameter: 'isolcpus',
      value: 'managed_irq,domain,{isolated}',
      verify: { op: 'same-cpus', read: '/sys/devices/system/cpu/isolated', expect: '{isolated}' },
    },
    'a | cmdline | isolcpus | managed_irq,domain,1-3 | yes | same-cpus | /sys/devices/system/cpu/isolated | 1-3',
  ],
  [
    { id: 'a', layer: 'boot', parameter: 'quiet' },
    'a | cmdline | quiet | - | yes | contains | cmdline: | quiet',
  ],
  [
    { id: 'a', layer: 'irq', target: 'default', cpus: '{housekeeping}' },
    'a | irq-affinity | default | 0 | no | subset-of | irqs:effective | 0',
  ],
  [
    { id: 'a', layer: 'irq', target: 'all', cpus: '{housekeeping}' },
    'a | irq-affinity | all | 0 | no | subset-of | irqs:effective | 0',
  ],
  [
    { id: 'a', layer: 'irq', target: 'irqbalance', cpus: '{isolated}' },
    'a | irqbalance | IRQBALANCE_BANNED_CPULIST | 1-3 | no | subset-of | irqs:effective | 0',
  ],
  [
    { id: 'a', layer: 'nic', change: 'ring', tx: 4096 },
    'a:ens5:tx | nic-ring | ens5 | tx 1024 | no | equals | ethtool-ring:ens5 tx | 1024',
  ],
  [
    { id: 'a', layer: 'nic', change: 'coalesce', adaptiveRx: true },
    'a:ens5:adaptive-rx | nic-coalesce | ens5 | adaptive-rx on | no | equals | ethtool-coalesce:ens5 adaptive-rx | on',
  ],
  [
    { id: 'a', layer: 'nic', change: 'channels', combined: 'housekeeping' },
    'a:ens5 | nic-channels | ens5 | combined 1 | no | equals | ethtool-channels:ens5 combined | 1',
  ],
  [
    {
      id: 'a',
      layer: 'hugepages',
      pageSize: '2MiB',
      nodes: 'all',
      pagesPerNode: 64,
      maxMemoryPct: 50,
      fit: 'up-to',
    },
    'a:node0 | hugepages | node0/2048kB | 64 | no | at-least | /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages | 64',
  ],
  [
    { id: 'a', layer: 'service', unit: 'fwupd-refresh.timer', state: 'masked' },
    'a | unit | fwupd-refresh.timer | masked | no | equals | unit:fwupd-refresh.timer | masked',
  ],
  [
    { id: 'a', layer: 'limits', item: 'memlock', value: 'unlimited' },
    'a | limits | memlock | unlimited | no | none | - | -',
  ],
  [
    { id: 'a', layer: 'package', package: 'linux-image-rt-amd64', kernel: true },
    'a | package | linux-image-rt-amd64 | installed | yes | equals | package:linux-image-rt-amd64 | installed',
  ],
  [
    { id: 'a', layer: 'driver', driver: 'vfio-pci', interfaces: 'not-default-route' },
    'a:ens6 | driver | 0000:00:06.0 | vfio-pci | no | contains | /sys/bus/pci/devices/0000:00:06.0/uevent | DRIVER=vfio-pci',
  ],
  [
    { id: 'a', layer: 'dropin', service: 'app.service', schedulingPolicy: 'other' },
    // The content, and the SHA-256 of it, as sha256sum prints it.
    'a | dropin | /etc/systemd/system/app.service.d/50-slipway.conf | IyBXcml0dGVuIGJ5IFNsaXB3YXkgYW5kIHJlcGxhY2VkIGFzIGEgd2hvbGUuIElzb2xhdGVkIENQVXMgYXJlIG5vdCBiYWxhbmNlZDoKIyBhbiBhcHBsaWNhdGlvbiBvZiBzZXZlcmFsIHRocmVhZHMgcGlucyBlYWNoIG9mIHRoZW0gdG8gYSBDUFUgb2YgaXRzIG93bi4KW1NlcnZpY2VdCkNQVUFmZmluaXR5PTEtMwpDUFVTY2hlZHVsaW5nUG9saWN5PW90aGVyCg== | no | equals | file:/etc/systemd/system/app.service.d/50-slipway.conf | f85e8126cfa2e8f626801e93d51ad7f18355cdcee34733436014a6f41e951a20',
  ],
] as const)('has a line of eight columns for %j', (stub, line) => {
  expect(lineOf(stub)).toBe(line);
});

it.each(Object.entries(PROFILES))(
  'fits into a parameter of SSM on every host: %s',
  (_, profile) => {
    for (const facts of Object.values(HOSTS)) {
      const text = toHostPlan(compile(profile, facts));
      expect(btoa(text).length).toBeLessThan(20_000);
      for (const line of text.trimEnd().split('\n').slice(1)) {
        const columns = line.split('\t');
        expect(columns).toHaveLength(8);
        expect(columns).not.toContain('');
      }
    }
  },
);

it('is refused where it is longer than the documents take', () => {
  const onHostOf = (interfaces: number) => {
    const nics = Array.from({ length: interfaces }, (_, index) =>
      anEna({ name: `ens${index}`, defaultRoute: index === 0 }),
    );
    return compile(PROFILES['low-latency'], aHost({ coresPerSocket: 8, facts: { nics } }));
  };
  expect(btoa(toHostPlan(onHostOf(15))).length).toBeLessThan(20_000);
  expect(() => toHostPlan(onHostOf(64))).toThrow(
    /^The plan is not valid: \d+ settings are \d{5} characters in base64, and the documents take 20000: /,
  );
});

it.each(['a\tb', 'a\nb', 'µ'])('does not write what would not be one column: %j', (value) => {
  // given
  const plan = compile(aProfile([{ id: 'a', layer: 'limits', item: 'memlock', value }]), HOST);
  // then
  expect(() => toHostPlan(plan)).toThrow(InvalidInputError);
  expect(() => toHostPlan(plan)).toThrow(`The plan is not valid: ${JSON.stringify(value)} is not`);
});

it('names every column that is wrong', () => {
  const plan: Plan = { ...compile(aProfile([]), HOST), planHash: 'a\tb' };
  expect(() => toHostPlan(plan)).toThrow('"a\\tb" is not printable ASCII');
});
