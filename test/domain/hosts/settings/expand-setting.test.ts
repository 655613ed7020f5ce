import type { HostFacts } from '../../../../domain/hosts/facts';
import { aHost, anEna, aSecondEna } from '../../../support/hosts';
import { compileOne, setIn, type Stub } from '../../../support/profiles';

const HOST = aHost({ coresPerSocket: 4 });

/** What is set, and why not, by id. */
const outcomeOf = (stub: Stub, facts: HostFacts) => {
  const plan = compileOne(stub, facts, { cpus: { housekeepingCoresPerSocket: 1 } });
  return {
    ...setIn(plan),
    ...Object.fromEntries(plan.notApplicable.map(({ id, reason }) => [id, `not: ${reason}`])),
  };
};
const on = (...nics: NonNullable<HostFacts['nics']>): HostFacts => ({ ...HOST, nics });

const ring: Stub = { id: 'ring', layer: 'nic', change: 'ring', rx: 4096 };
const quiet: Stub = { id: 'quiet', layer: 'nic', change: 'coalesce', rxUsecs: 0 };
const queues: Stub = { id: 'queues', layer: 'nic', change: 'channels', combined: 'housekeeping' };
const pages: Stub = {
  id: 'pages',
  layer: 'hugepages',
  pageSize: '2MiB',
  nodes: 'all',
  pagesPerNode: 512,
  maxMemoryPct: 50,
  fit: 'up-to',
};
const bind: Stub = { id: 'bind', layer: 'driver', driver: 'vfio-pci', interfaces: 'all' };

describe('interfaces', () => {
  it.each([
    ['a power of two within the maximum', { rx: 3000, tx: 1 }, 'ens5=rx 2048'],
    [
      'no maximum that the facts say',
      { tx: 1 },
      'not: the facts do not say the maximum of rx ring of ens5',
    ],
    [
      'a maximum that the driver does not tell',
      { rx: null },
      'not: ens5 has no maximum of rx ring that its driver tells',
    ],
    ['no ring', { rx: 0 }, 'not: ens5 has no rx ring to set'],
  ])('sets a ring as far as it goes: %s', (_, ringMax, outcome) => {
    expect(outcomeOf(ring, on(anEna({ ringMax })))).toEqual({ 'ring:ens5:rx': outcome });
  });

  it('sets no ring of an interface that has none', () => {
    expect(outcomeOf(ring, on(anEna({ ringMax: null })))).toEqual({
      'ring:ens5:rx': 'not: the facts do not say the maximum of rx ring of ens5',
    });
  });

  it.each([
    [{ driver: 'ena', adaptiveRx: false }, 'ens5=rx-usecs 0'],
    [{ driver: 'odd', adaptiveRx: true }, 'ens5=rx-usecs 0'],
    [
      { driver: 'virtio_net', adaptiveRx: false },
      'not: ens5, driver virtio_net, does not moderate interrupts adaptively',
    ],
    [
      { driver: undefined, adaptiveRx: null },
      'not: ens5, driver unknown, does not moderate interrupts adaptively',
    ],
    [
      { driver: 'odd', adaptiveRx: undefined },
      'not: the facts do not say whether ens5 moderates interrupts',
    ],
  ])('moderates only where the driver can: %j', (nic, outcome) => {
    expect(outcomeOf(quiet, on(anEna(nic)))).toEqual({ 'quiet:ens5:rx-usecs': outcome });
  });

  it.each([
    [{ queuesMax: 8 }, 'ens5=combined 1'],
    [{ queuesMax: 0 }, 'not: ens5 has no combined queues to set'],
    [{ queuesMax: null }, 'not: ens5 has no maximum of queues that its driver tells'],
    [{ queuesMax: undefined }, 'not: the facts do not say the maximum of queues of ens5'],
  ])('has as many queues as there are housekeeping CPUs: %j', (nic, outcome) => {
    expect(outcomeOf(queues, on(anEna(nic)))).toEqual({ 'queues:ens5': outcome });
  });

  it('does not count CPUs that the facts do not list', () => {
    expect(outcomeOf(queues, { ...HOST, cpus: undefined })).toEqual({
      'queues:ens5': 'not: the facts do not list the CPUs',
    });
  });

  it('is about every interface, by name', () => {
    expect(Object.keys(outcomeOf(ring, on(aSecondEna(), anEna())))).toEqual([
      'ring:ens5:rx',
      'ring:ens6:rx',
    ]);
  });

  it('says that there is none, or that none is known', () => {
    expect(outcomeOf(ring, on())).toEqual({ ring: 'not: this host has no network interface' });
    expect(outcomeOf(ring, { ...HOST, nics: undefined })).toEqual({
      ring: 'not: the facts do not say which interfaces exist',
    });
  });
});

describe('huge pages', () => {
  it.each([
    [
      'memory that the facts do not say',
      { memoryMiB: undefined },
      { pages: 'not: the facts do not say the memory of each NUMA node' },
    ],
    [
      'files that the facts do not say',
      { files: undefined },
      { 'pages:node0': 'not: the facts do not say which files exist' },
    ],
    [
      'a size that the kernel does not have',
      { files: [] },
      {
        'pages:node0':
          'not: /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages does not exist on this host',
      },
    ],
    [
      'a node too small for one page',
      { memoryMiB: { '0': 3 } },
      { 'pages:node0': 'not: not one page of 2MiB fits into 50 % of the 3 MiB of node 0' },
    ],
    ['as many as may be', { memoryMiB: { '0': 101 } }, { 'pages:node0': 'node0/2048kB=25' }],
    [
      'no node',
      { memoryMiB: {} },
      { pages: 'not: there is nothing on this host that it could be set on' },
    ],
  ])('finds %s', (_, facts, outcome) => {
    expect(outcomeOf(pages, { ...HOST, ...facts })).toEqual(outcome);
  });

  it('is about the nodes that are named', () => {
    expect(outcomeOf({ ...pages, nodes: [3, 0] }, HOST)).toEqual({
      'pages:node0': 'node0/2048kB=512',
      'pages:node3': 'not: this host has no NUMA node 3',
    });
  });

  it('counts pages of 1 GiB', () => {
    const path = '/sys/devices/system/node/node0/hugepages/hugepages-1048576kB/nr_hugepages';
    expect(outcomeOf({ ...pages, pageSize: '1GiB' }, { ...HOST, files: [path] })).toEqual({
      'pages:node0': 'node0/1048576kB=8',
    });
  });
});

describe('drivers', () => {
  it('takes none where it is not known which interface manages the host', () => {
    expect(outcomeOf(bind, on(aSecondEna(), anEna({ defaultRoute: undefined })))).toEqual({
      bind: 'not: no interface is known to carry the default route, so any of them may be the one that manages this host',
    });
    expect(outcomeOf(bind, { ...HOST, nics: undefined })).toEqual({
      bind: 'not: the facts do not say which interfaces exist',
    });
  });

  it.each([
    [undefined, 'not: the facts do not say the PCI address of ens6'],
    [null, 'not: ens6 is not a PCI device'],
    ['0000:00:06.0', '0000:00:06.0=vfio-pci'],
  ])('takes a device by its PCI address: %s', (pciAddress, outcome) => {
    const named: Stub = { ...bind, interfaces: ['ens6', 'ens9'] };
    expect(outcomeOf(named, on(anEna(), aSecondEna({ pciAddress })))).toEqual({
      'bind:ens6': outcome,
      'bind:ens9': 'not: this host has no interface ens9',
    });
  });
});

describe('drop-ins', () => {
  const app: Stub = {
    id: 'app',
    layer: 'dropin',
    service: 'app.service',
    schedulingPolicy: 'other',
  };
  const contentOn = (facts: HostFacts, more: object): string =>
    Object.values(outcomeOf({ ...app, ...more }, facts)).join();
  const TWO_NODES = aHost({ sockets: 2, coresPerSocket: 4 });

  it('needs isolated CPUs', () => {
    expect(outcomeOf(app, aHost({ coresPerSocket: 1 }))).toEqual({
      app: 'not: no CPU is left to isolate: housekeeping keeps 1 whole core(s) of each socket',
    });
    expect(outcomeOf(app, { ...HOST, cpus: undefined })).toEqual({
      app: 'not: the facts do not list the CPUs',
    });
  });

  it.each([
    ['bind', TWO_NODES, 'NUMAPolicy=bind\nNUMAMask=0-1\n'],
    ['local', TWO_NODES, 'NUMAPolicy=local\n'],
    ['bind', HOST, 'CPUSchedulingPolicy=other\n'],
  ])('has the NUMA policy %s where there are nodes', (numaPolicy, facts, end) => {
    expect(contentOn(facts, { numaPolicy })).toMatch(new RegExp(`${end}$`));
  });

  it.each([
    ['its own memory', { '0': 4096, '1': 4096 }, /NUMAMask=0-1\n/],
    ['memory on one of its nodes', { '0': 0, '1': 4096 }, /NUMAMask=1\n/],
    ['memory on a node without CPUs alone', { '2': 4096 }, /=other\n$/],
    ['memory that the facts do not say', undefined, /NUMAMask=0-1\n/],
  ])('binds only to nodes that have memory: %s', (_, memoryMiB, content) => {
    expect(contentOn({ ...TWO_NODES, memoryMiB }, { numaPolicy: 'bind' })).toMatch(content);
  });

  it('binds to the node of the CPUs where another has memory alone', () => {
    const facts = { ...HOST, memoryMiB: { '0': 4096, '1': 4096 } };
    expect(contentOn(facts, { numaPolicy: 'bind' })).toMatch(/NUMAMask=0\n$/);
  });

  it('has no NUMA policy for CPUs of no node', () => {
    const cpus = (TWO_NODES.cpus ?? []).map((cpu, index) => ({ ...cpu, node: index ? -1 : 0 }));
    expect(contentOn({ ...TWO_NODES, cpus }, { numaPolicy: 'bind' })).toMatch(/=other\n$/);
  });

  it('has a priority and a limit of locked memory where the profile says so', () => {
    const more = { schedulingPolicy: 'rr', schedulingPriority: 20, memlock: '65536' };
    expect(contentOn(HOST, more)).toContain(
      'CPUSchedulingPolicy=rr\nCPUSchedulingPriority=20\nLimitMEMLOCK=65536\n',
    );
  });
});

it('reads back by a template of its own', () => {
  const verify = { op: 'same-cpus', read: '/sys/x', expect: '{isolated}' };
  const stub: Stub = { id: 'a', layer: 'boot', parameter: 'x', verify };
  const [setting] = compileOne(stub, HOST, { cpus: { housekeepingCoresPerSocket: 1 } }).settings;
  expect(setting?.verify).toEqual({ op: 'same-cpus', read: '/sys/x', expect: '1-3' });
  expect(outcomeOf(stub, aHost({ coresPerSocket: 1 }))).toEqual({
    a: 'not: no CPU is left to isolate: housekeeping keeps 1 whole core(s) of each socket',
  });
});

it.each([
  { id: 'a', layer: 'sysctl', key: 'vm.swappiness', value: '1' },
  { id: 'a', layer: 'sysfs', path: '/sys/kernel/mm/ksm/run', value: '2' },
  { id: 'a', layer: 'irq', target: 'all', cpus: '0' },
] as const)('is read back as the profile says where it says so: $layer', (stub) => {
  const verify = { op: 'lacks', read: 'kernel-log:', expect: 'error' };
  expect(compileOne({ ...stub, verify }, HOST).settings[0]?.verify).toEqual(verify);
});
