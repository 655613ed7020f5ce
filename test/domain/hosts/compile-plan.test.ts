import fc from 'fast-check';
import type { HostFacts } from '../../../domain/hosts/facts';
import { anyFullHost, anyHost, inAnotherOrder } from '../../support/any-host';
import { aHost, anEna, aSecondEna, HOSTS } from '../../support/hosts';
import { brokenInvariants } from '../../support/plan-invariants';
import { aProfile, compile, PROFILES, reasonIn, refusalIn, setIn } from '../../support/profiles';

const EVERY = Object.entries(HOSTS).flatMap(([host, facts]) =>
  Object.entries(PROFILES).map(([name, profile]) => ({ host, name, facts, profile })),
);
const anyName = fc.constantFrom(
  'low-latency' as const,
  'low-latency-rt' as const,
  'throughput' as const,
  'dpdk' as const,
  'published-advice' as const,
);

describe('every profile on every host', () => {
  it('is tried on more than thirty hosts', () => {
    expect(Object.keys(HOSTS).length).toBeGreaterThanOrEqual(30);
  });

  it.each(EVERY)('keeps every promise: $name on $host', ({ profile, facts }) => {
    // when
    const plan = compile(profile, facts);
    // then
    expect(brokenInvariants(plan, profile, facts)).toEqual([]);
  });

  it('keeps every promise on any host, whatever its facts leave out', () =>
    fc.assert(
      fc.property(anyName, fc.oneof(anyHost, anyFullHost), (name, facts) => {
        const profile = PROFILES[name];
        expect(brokenInvariants(compile(profile, facts), profile, facts)).toEqual([]);
      }),
      { numRuns: 400 },
    ));
});

describe('the hash of a plan', () => {
  it('depends on what the facts say, not on their order', () =>
    fc.assert(
      fc.property(anyName, anyHost, (name, facts) => {
        const plan = compile(PROFILES[name], facts);
        expect(compile(PROFILES[name], inAnotherOrder(facts))).toEqual(plan);
      }),
    ));

  it('is a SHA-256 in hexadecimal', () => {
    expect(compile(aProfile([]), aHost({ coresPerSocket: 2 })).planHash).toBe(
      // of "[]"
      '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
    );
  });

  it('is the same for settings in another order, and another for another value', () => {
    // given
    const one = { id: 'one', layer: 'sysctl', key: 'vm.swappiness', value: '10' } as const;
    const two = { id: 'two', layer: 'sysctl', key: 'vm.dirty_ratio', value: '5' } as const;
    const facts = aHost({ coresPerSocket: 2 });
    const hashOf = (...settings: Parameters<typeof aProfile>[0]) =>
      compile(aProfile(settings), facts).planHash;
    // then
    expect(hashOf(two, one)).toBe(hashOf(one, two));
    expect(hashOf(one, { ...two, value: '6' })).not.toBe(hashOf(one, two));
  });

  it('is another one for a CPU more', () => {
    const profile = PROFILES['low-latency'];
    const of4 = compile(profile, aHost({ coresPerSocket: 4 }));
    const of5 = compile(profile, aHost({ coresPerSocket: 5 }));
    expect(of4.planHash).not.toBe(of5.planHash);
  });
});

describe('low-latency', () => {
  it('writes the boot line from the topology', () => {
    // given
    const facts = aHost({ coresPerSocket: 4, threads: 2 });
    // when
    const plan = compile(PROFILES['low-latency'], facts);
    // then
    expect(plan.cpus).toEqual({ online: '0-7', housekeeping: '0,4', isolated: '1-3,5-7' });
    expect(plan.kernelCommandLine).toBe(
      'isolcpus=managed_irq,domain,1-3,5-7 nohz=on nohz_full=1-3,5-7 rcu_nocbs=1-3,5-7 irqaffinity=0,4 skew_tick=1 rcupdate.rcu_normal_after_boot=1',
    );
    expect(plan.refused).toEqual([]);
  });

  it('verifies effects, and the command line only of what leaves no other trace', () => {
    const plan = compile(PROFILES['low-latency'], aHost({ coresPerSocket: 4 }));
    const verifiedBy = plan.settings
      .filter(({ layer }) => layer === 'boot')
      .map(({ id, verify }) => `${id} ${verify.op} ${verify.read} ${verify.expect}`);
    expect(verifiedBy).toEqual([
      'isolcpus same-cpus /sys/devices/system/cpu/isolated 1-3',
      'nohz same-cpus /sys/devices/system/cpu/nohz_full 1-3',
      'nohz-full same-cpus /sys/devices/system/cpu/nohz_full 1-3',
      'rcu-nocbs contains kernel-log: Offload RCU callbacks from CPUs: 1-3.',
      'irqaffinity subset-of irqs:effective 0',
      'skew-tick contains cmdline: skew_tick=1',
      'rcu-normal-after-boot equals /sys/module/rcupdate/parameters/rcu_normal_after_boot 1',
    ]);
  });

  it('puts the application on the isolated CPUs', () => {
    const facts = aHost({ sockets: 2, coresPerSocket: 4 });
    const plan = compile(PROFILES['low-latency-rt'], { ...facts, kernel: RT });
    const dropIn = plan.settings.find(({ id }) => id === 'application');
    expect(dropIn).toMatchObject({
      key: '/etc/systemd/system/application.service.d/50-slipway.conf',
      value: expect.stringContaining(
        '[Service]\nCPUAffinity=1-3,5-7\nCPUSchedulingPolicy=fifo\nCPUSchedulingPriority=80\nNUMAPolicy=bind\nNUMAMask=0-1\nLimitMEMLOCK=infinity\n',
      ),
    });
  });

  it('leaves a host alone that has no core to spare, and says so', () => {
    const plan = compile(PROFILES['low-latency'], aHost({ coresPerSocket: 1, threads: 2 }));
    expect(plan.kernelCommandLine).toBe('skew_tick=1 rcupdate.rcu_normal_after_boot=1');
    expect(reasonIn(plan, 'isolcpus')).toBe(
      'no CPU is left to isolate: housekeeping keeps 1 whole core(s) of each socket',
    );
    expect(reasonIn(plan, 'irq-all')).toBe('it requires isolcpus, which does not apply');
  });
});

const RT = { release: '6.1.0-50-rt-amd64', preemptRt: true };

describe('low-latency on an old kernel', () => {
  it.each([
    ['4.14.355-275.572.amzn2.x86_64', 'isolcpus=1-3 '],
    ['5.4.0-150-generic', 'isolcpus=domain,1-3 '],
    ['5.10.226-214.880.amzn2.x86_64', 'isolcpus=managed_irq,domain,1-3 '],
  ])('isolates with the flags that it knows: %s', (release, isolcpus) => {
    const plan = compile(PROFILES['low-latency'], aHost({ coresPerSocket: 4, release }));
    expect(plan.kernelCommandLine).toContain(isolcpus);
    expect(plan.refused).toEqual([]);
  });
});

describe('low-latency on a kernel that was built without something', () => {
  const planWith = (...options: readonly string[]) => {
    const facts = aHost({ coresPerSocket: 4 });
    const kernel = { release: '5.15.0-1084-aws', preemptRt: false, options };
    return compile(PROFILES['low-latency'], { ...facts, kernel });
  };

  it('sets no parameter that it would pass over', () => {
    const plan = planWith('CPU_ISOLATION');
    expect(plan.kernelCommandLine).toBe(
      'isolcpus=managed_irq,domain,1-3 irqaffinity=0 skew_tick=1 rcupdate.rcu_normal_after_boot=1',
    );
    expect(reasonIn(plan, 'nohz-full')).toBe(
      'the running kernel, 5.15.0-1084-aws, was built without NO_HZ_FULL',
    );
    expect(reasonIn(plan, 'nohz')).toBe('it requires nohz-full, which does not apply');
    expect(reasonIn(plan, 'rcu-nocbs')).toBe(
      'the running kernel, 5.15.0-1084-aws, was built without RCU_NOCB_CPU',
    );
  });

  it('sets them all where it has what they need', () => {
    expect(planWith('CPU_ISOLATION', 'NO_HZ_FULL', 'RCU_NOCB_CPU').kernelCommandLine).toMatch(
      /^isolcpus=managed_irq,domain,1-3 nohz=on nohz_full=1-3 rcu_nocbs=1-3 /,
    );
  });
});

describe('low-latency and the sleep of CPUs', () => {
  const file = '/sys/devices/system/cpu/cpu0/power/pm_qos_resume_latency_us';
  const limitOn = (cpuidleDriver: string | null) =>
    setIn(
      compile(
        PROFILES['low-latency'],
        aHost({ coresPerSocket: 2, facts: { cpuidleDriver, files: [file] } }),
      ),
    )['wake-latency'];

  it('limits it at once wherever there is any', () => {
    const path = '/sys/devices/system/cpu/cpu*/power/pm_qos_resume_latency_us';
    expect(limitOn('haltpoll')).toBe(`${path}=2`);
    expect(limitOn('acpi_idle')).toBe(`${path}=2`);
    expect(limitOn(null)).toBeUndefined();
  });
});

describe('low-latency and the time stamp counter', () => {
  const isTrusted = (facts: Partial<HostFacts>) =>
    'tsc' in setIn(compile(PROFILES['low-latency'], aHost({ coresPerSocket: 4, facts })));
  const cpuFlags = ['constant_tsc', 'nonstop_tsc'];

  it('trusts it where the CPU vouches for it and the kernel reads the time from it', () => {
    expect(isTrusted({ cpuFlags, clocksource: 'tsc' })).toBe(true);
    expect(isTrusted({ cpuFlags, clocksource: 'kvm-clock' })).toBe(false);
    expect(isTrusted({ cpuFlags: ['constant_tsc'], clocksource: 'tsc' })).toBe(false);
    expect(isTrusted({})).toBe(false);
  });
});

describe('low-latency-rt', () => {
  it('installs the kernel of the distribution and architecture', () => {
    const packagesOn = (facts: HostFacts) =>
      compile(PROFILES['low-latency-rt'], facts)
        .settings.filter(({ layer }) => layer === 'package')
        .map(({ key, needsReboot }) => `${key} ${needsReboot ? 'reboots' : 'does not reboot'}`);
    expect(packagesOn(HOSTS['Nitro, 4 CPUs'] ?? NOTHING)).toEqual(['linux-image-rt-amd64 reboots']);
    expect(packagesOn(HOSTS['Graviton, 2 CPUs'] ?? NOTHING)).toEqual([
      'linux-image-rt-arm64 reboots',
    ]);
    expect(packagesOn(HOSTS['Xen, 8 CPUs, Red Hat'] ?? NOTHING)).toEqual([
      'kernel-rt reboots',
      'stalld does not reboot',
    ]);
    expect(packagesOn(HOSTS['Nitro, 48 CPUs of AMD, Amazon Linux'] ?? NOTHING)).toEqual([]);
  });

  it('ends throttling only where something guards against starvation', () => {
    const compiled = (host: string) => compile(PROFILES['low-latency-rt'], HOSTS[host] ?? NOTHING);
    const guarded = compiled('metal, 96 CPUs, SMT off, RT with stalld');
    expect(setIn(guarded)['rt-throttling']).toBe('kernel.sched_rt_runtime_us=-1');
    expect(setIn(compiled('a kernel of 6.12, RT'))['rt-throttling']).toBe(
      'kernel.sched_rt_runtime_us=-1',
    );
    expect(reasonIn(compiled('Nitro, 4 CPUs, RT'), 'rt-throttling')).toBe(
      'the unit stalld.service does not exist on this host, and the running kernel, 6.1.0-50-rt-amd64, is older than 6.12',
    );
    expect(reasonIn(compiled('Nitro, 4 CPUs'), 'rt-throttling')).toBe(
      'the running kernel, 6.1.0-50-cloud-amd64, is not PREEMPT_RT',
    );
  });
});

const NOTHING: HostFacts = { schemaVersion: 1 };

describe('throughput', () => {
  it('stays within what the driver can do', () => {
    const facts = aHost({ coresPerSocket: 4, facts: { nics: [anEna({ queuesMax: 4 })] } });
    expect(setIn(compile(PROFILES.throughput, facts))).toMatchObject({
      'rings:ens5:rx': 'ens5=rx 8192',
      'rings:ens5:tx': 'ens5=tx 1024',
      'queues:ens5': 'ens5=combined 4',
    });
  });

  it('may have big buffers, without a word against them', () => {
    const plan = compile(PROFILES.throughput, aHost({ coresPerSocket: 4 }));
    expect(plan.settings.filter(({ risk }) => risk !== 'safe')).toEqual([]);
    expect(plan.refused).toEqual([]);
  });
});

describe('dpdk', () => {
  const withFiles = (facts: HostFacts): HostFacts => ({
    ...facts,
    files: [...(facts.files ?? []), '/sys/module/vfio/parameters/enable_unsafe_noiommu_mode'],
  });

  it('takes the other interfaces, and never the one of the default route', () => {
    const facts = withFiles(aHost({ coresPerSocket: 4, facts: { nics: [aSecondEna(), anEna()] } }));
    const plan = compile(PROFILES.dpdk, facts);
    expect(plan.settings.filter(({ layer }) => layer === 'driver').map(({ key }) => key)).toEqual([
      '0000:00:06.0',
    ]);
  });

  it('takes none where there is only one', () => {
    const plan = compile(PROFILES.dpdk, withFiles(aHost({ coresPerSocket: 4 })));
    expect(reasonIn(plan, 'bind-on-virtual-machine')).toBe(
      'the only interface carries the default route: it manages this host',
    );
  });

  it('gives each NUMA node huge pages, and no more than half of its memory', () => {
    const facts = aHost({ sockets: 2, coresPerSocket: 4, memoryMiBPerNode: 3000 });
    expect(setIn(compile(PROFILES.dpdk, facts))).toMatchObject({
      'huge-pages:node0': 'node0/2048kB=750',
      'huge-pages:node1': 'node1/2048kB=750',
    });
  });
});

describe('published-advice', () => {
  const advice = PROFILES['published-advice'];

  it.each([
    [2, 'CPUs 2-15'],
    [4, 'CPUs 4-15'],
    [8, 'CPUs 8-15'],
  ])('refuses the boot line on %i CPUs, which the kernel would drop whole', (cpus, absent) => {
    // when
    const plan = compile(advice, aHost({ coresPerSocket: cpus }));
    // then
    expect(refusalIn(plan, 'isolcpus')).toEqual([
      'AbsentCpus',
      `isolcpus=2-15 names ${absent}, which this host does not have; the kernel would ignore the whole list.`,
    ]);
    expect(refusalIn(plan, 'nohz-full')).toEqual([
      'AbsentCpus',
      `nohz_full=2-15 names ${absent}, which this host does not have; the kernel would ignore the whole list.`,
    ]);
    expect(refusalIn(plan, 'rcu-nocbs')).toEqual([
      'AbsentCpus',
      `rcu_nocbs=2-15 names ${absent}, which this host does not have; the kernel would offload the callbacks of all CPUs instead.`,
    ]);
    expect(plan.kernelCommandLine).not.toContain('2-15');
  });

  it('sets it on 16 CPUs, with a mark on what is contested, without what is dangerous', () => {
    // when
    const plan = compile(
      advice,
      aHost({ coresPerSocket: 16, facts: { cpuidleDriver: 'intel_idle' } }),
    );
    // then
    expect(plan.kernelCommandLine).toBe(
      'isolcpus=2-15 nohz_full=2-15 rcu_nocbs=2-15 intel_idle.max_cstate=0 processor.max_cstate=0 nosoftlockup nmi_watchdog=0 rcu_nocb_poll',
    );
    const marked = plan.settings.filter(({ layer, risk }) => layer === 'boot' && risk !== 'safe');
    expect(
      marked.map(({ id, objections }) => `${id} ${objections.map((it) => it.code).join()}`),
    ).toEqual([
      'isolcpus IsolationWithoutManagedInterrupts',
      'processor-cstate ProcessorMaxCstateZero',
      'nosoftlockup SoftLockupDetectorOff',
      'rcu-nocb-poll CallbackPolling',
    ]);
    expect(refusalIn(plan, 'mce')?.[0]).toBe('MachineCheckOff');
  });

  it('refuses it on 16 CPUs of 8 cores whose siblings it would part', () => {
    const plan = compile(advice, aHost({ coresPerSocket: 8, threads: 2 }));
    expect(refusalIn(plan, 'isolcpus')).toEqual([
      'SplitsCore',
      'isolcpus=2-15 splits the core of CPUs 0,8: siblings of one core disturb each other.',
    ]);
  });

  it.each(Object.entries(HOSTS).filter(([, facts]) => facts.nics !== undefined))(
    'has eight things or more to be said against it on a host: %s',
    (_, facts) => {
      const plan = compile(advice, facts);
      const marked = plan.settings.filter(({ risk }) => risk !== 'safe').length;
      expect(plan.refused.length + marked).toBeGreaterThanOrEqual(8);
      expect(plan.refused.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('refuses on a small RT host what it can neither do nor be forgiven', () => {
    const plan = compile(advice, HOSTS['Nitro, 4 CPUs, RT'] ?? NOTHING);
    expect(plan.refused.map(({ id, code }) => `${id} ${code}`)).toEqual([
      'isolcpus AbsentCpus',
      'nohz-full AbsentCpus',
      'rcu-nocbs AbsentCpus',
      'mce MachineCheckOff',
      'rt-runtime NoThrottlingNoIsolation',
      'interrupts AbsentCpus',
      'rings:ens5:tx RingAboveMaximum',
      'queues:ens5 QueuesAboveMaximum',
      'dpdk:ens5 ManagementInterface',
    ]);
  });
});

it('orders what is set by what it does, so that each finds what it needs', () => {
  const facts = aHost({ coresPerSocket: 4, facts: { nics: [aSecondEna(), anEna()] } });
  const plan = compile(
    aProfile(
      [
        { id: 'limit', layer: 'limits', item: 'memlock', value: 'unlimited' },
        { id: 'irq', layer: 'irq', target: 'all', cpus: '0' },
        { id: 'take', layer: 'driver', driver: 'vfio-pci', interfaces: ['ens6'] },
        { id: 'ring', layer: 'nic', change: 'ring', rx: 1024 },
        { id: 'queues', layer: 'nic', change: 'channels', combined: 1 },
        { id: 'sysctl', layer: 'sysctl', key: 'vm.swappiness', value: '10' },
        { id: 'boot', layer: 'boot', parameter: 'quiet' },
        { id: 'package', layer: 'package', package: 'dpdk', kernel: false },
      ],
      { name: 'ordered' },
    ),
    facts,
  );
  // The driver asks for its interrupts anew when its queues change: they are placed after that.
  expect(plan.settings.map(({ id }) => id)).toEqual([
    'package',
    'boot',
    'sysctl',
    'queues:ens5',
    'queues:ens6',
    'ring:ens5:rx',
    'ring:ens6:rx',
    'take:ens6',
    'irq',
    'limit',
  ]);
  expect(plan.profile).toBe('ordered');
});
