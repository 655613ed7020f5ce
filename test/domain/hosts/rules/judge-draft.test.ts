import { judgeDraft, RULES } from '../../../../domain/hosts/rules/judge-draft';
import type { HostFacts } from '../../../../domain/hosts/facts';
import type { Draft, Plan } from '../../../../domain/hosts/plan';
import type { Profile } from '../../../../domain/hosts/profile';
import { aHost, anEna, aSecondEna } from '../../../support/hosts';
import {
  aDraft,
  aHostOf,
  aProfile,
  aSetting,
  compile,
  compileOne,
  refusalIn,
  type Stub,
} from '../../../support/profiles';

const RT_HOST = aHost({ coresPerSocket: 4, rt: true });
const METAL = aHost({
  coresPerSocket: 4,
  facts: {
    virtualization: 'metal',
    cpuidleDriver: 'intel_idle',
    cpufreqDriver: 'intel_pstate',
    nics: [anEna(), aSecondEna()],
  },
});
const ISOLATING = { cpus: { housekeepingCoresPerSocket: 1 } };

/** `risk: codes` of what is set, or `refused: code`. */
const verdictOf = (stub: Stub, facts: HostFacts = METAL, profile: Partial<Profile> = ISOLATING) => {
  const plan = compileOne(stub, facts, profile);
  return [
    ...plan.settings.map(({ risk, objections }) =>
      `${risk}: ${objections.map(({ code }) => code).join()}`.trim(),
    ),
    ...plan.refused.map(({ code }) => `refused: ${code}`),
    ...plan.notApplicable.map(({ reason }) => `not applicable: ${reason}`),
  ];
};
const boot = (parameter: string, value?: string): Stub => ({
  id: 'it',
  layer: 'boot',
  parameter,
  value,
});
const sysctl = (key: string, value: string): Stub => ({ id: 'it', layer: 'sysctl', key, value });

describe('kernel parameters', () => {
  it.each([
    ['mce', 'off', 'refused: MachineCheckOff'],
    ['mce', 'ignore_ce', 'safe:'],
    ['mitigations', 'off', 'refused: MitigationsOff'],
    ['mitigations', 'auto', 'safe:'],
    ['mds', 'off', 'refused: MitigationsOff'],
    ['nopti', undefined, 'refused: MitigationsOff'],
    ['idle', 'poll', 'refused: IdlePoll'],
    ['nohlt', undefined, 'refused: IdlePoll'],
    ['nomce', undefined, 'refused: MachineCheckOff'],
    ['nosmt', undefined, 'refused: ChangesCpus'],
    ['nosmt', 'force', 'refused: ChangesCpus'],
    ['maxcpus', '4', 'refused: ChangesCpus'],
    ['root', '/dev/sda1', 'refused: DecidesTheBoot'],
    ['init', '/bin/sh', 'refused: DecidesTheBoot'],
    ['sysctl.kernel.sched_rt_runtime_us', '-1', 'refused: NoThrottlingNoIsolation'],
    ['sysctl.net.ipv4.tcp_sack', '0', 'contested: SelectiveAcksOff'],
    ['sysctl.vm.gone', '0', 'not applicable: the sysctl vm.gone does not exist on this host'],
    ['audit', '0', 'contested: AuditOff'],
    ['rcu_nocb_poll', undefined, 'contested: CallbackPolling'],
    ['intel_pstate', 'disable', 'contested: IntelPstateOff'],
    ['intel_pstate', 'passive', 'safe:'],
    ['processor.max_cstate', '0', 'contested: ProcessorMaxCstateZero'],
    ['processor.max_cstate', '1', 'safe:'],
    ['intel_idle.max_cstate', '0', 'contested: IntelIdleAlone'],
    ['intel_idle.max_cstate', '1', 'safe:'],
    ['nosoftlockup', undefined, 'contested: SoftLockupDetectorOff'],
    ['tsc', 'reliable', 'contested: TrustedTsc'],
    ['quiet', undefined, 'safe:'],
  ])('says of %s=%s: %s', (parameter, value, verdict) => {
    expect(verdictOf(boot(parameter, value))).toEqual([verdict]);
  });

  it('has nothing against tsc=reliable where the CPU vouches for it', () => {
    const withFlags = (...cpuFlags: string[]) =>
      verdictOf(boot('tsc', 'reliable'), { ...METAL, cpuFlags });
    expect(withFlags('constant_tsc', 'nonstop_tsc')).toEqual(['safe:']);
    expect(withFlags('constant_tsc')).toEqual(['contested: TrustedTsc']);
  });

  it('has nothing against intel_idle.max_cstate=0 where ACPI is limited too', () => {
    const plan = compile(
      aProfile([
        { ...boot('intel_idle.max_cstate', '0'), id: 'intel' },
        { ...boot('processor.max_cstate', '1'), id: 'acpi' },
      ]),
      METAL,
    );
    expect(plan.settings.map(({ risk }) => risk)).toEqual(['safe', 'safe']);
  });

  it.each(['intel_pstate', 'amd_pstate', 'intel_idle.max_cstate', 'processor.max_cstate'])(
    'does not set %s where its driver is not there',
    (parameter) => {
      const facts = { ...METAL, cpuidleDriver: null, cpufreqDriver: null };
      expect(verdictOf(boot(parameter, '1'), facts)).toEqual([
        expect.stringMatching(/^not applicable: /),
      ]);
    },
  );

  it('sets nothing of x86 on ARM', () => {
    const facts = { ...METAL, architecture: 'aarch64' as const };
    for (const parameter of ['mce', 'nmi_watchdog', 'tsc', 'idle'])
      expect(verdictOf(boot(parameter, '1'), facts)).toEqual([
        'not applicable: the architecture is aarch64, and it is for x86_64',
      ]);
  });
});

describe('lists of CPUs', () => {
  it.each([
    ['isolcpus', 'managed_irq,domain,2-3', 'safe:'],
    ['isolcpus', '2-3', 'contested: IsolationWithoutManagedInterrupts'],
    ['isolcpus', 'managed_irq,domain,0-3', 'refused: NoHousekeeping'],
    ['isolcpus', 'managed_irq,domain,0-1', 'refused: NamesBootCpu'],
    ['isolcpus', 'managed_irq,domain,2-', 'refused: NotACpuList'],
    ['nohz_full', '2-3', 'safe:'],
    ['nohz_full', 'some', 'refused: NotACpuList'],
    ['rcu_nocbs', 'all', 'safe:'],
    ['rcu_nocbs', '0-3', 'safe:'],
    ['rcu_nocbs', '0-4', 'refused: AbsentCpus'],
    ['irqaffinity', '0', 'safe:'],
    ['irqaffinity', '7', 'refused: AbsentCpus'],
    ['irqaffinity', '0-1', 'refused: InterruptsOnIsolatedCpus'],
  ])('says of %s=%s: %s', (parameter, value, verdict) => {
    expect(verdictOf(boot(parameter, value))).toEqual([verdict]);
  });

  it.each([
    ['all', '0', 'safe:'],
    ['all', '0-2', 'refused: InterruptsOnIsolatedCpus'],
    ['default', '9', 'refused: AbsentCpus'],
    ['default', 'x', 'refused: NotACpuList'],
    ['irqbalance', '{isolated}', 'safe:'],
    ['irqbalance', '1-9', 'refused: AbsentCpus'],
  ])('says of interrupts, %s, on %s: %s', (target, cpus, verdict) => {
    expect(verdictOf({ id: 'it', layer: 'irq', target, cpus })).toEqual([verdict]);
  });

  it('says which CPUs interrupts would disturb', () => {
    const plan = compileOne(
      { id: 'it', layer: 'irq', target: 'all', cpus: '0-2' },
      METAL,
      ISOLATING,
    );
    expect(refusalIn(plan, 'it')?.[1]).toBe(
      'The list 0-2 sends interrupts to CPUs 1-2, which this profile isolates to keep quiet. To set it nevertheless, add it to "acknowledge" of the profile.',
    );
  });

  it('objects to interrupts on CPUs that the profile would isolate on a bigger host', () => {
    const plan = compile(
      aProfile([
        { id: 'isolcpus', layer: 'boot', parameter: 'isolcpus', value: '2-15' },
        { id: 'interrupts', layer: 'irq', target: 'all', cpus: '4-7' },
      ]),
      aHost({ coresPerSocket: 8 }),
    );
    expect(plan.refused.map(({ id, code }) => `${id} ${code}`)).toEqual([
      'isolcpus AbsentCpus',
      'interrupts InterruptsOnIsolatedCpus',
    ]);
  });

  it('lets interrupts share the application’s CPUs where the owner wants it', () => {
    const verdict = verdictOf({ id: 'it', layer: 'irq', target: 'all', cpus: '1-2' }, METAL, {
      ...ISOLATING,
      acknowledge: ['it'],
    });
    expect(verdict).toEqual(['dangerous: InterruptsOnIsolatedCpus']);
  });

  it.each([
    ['managed_irq,domain,2-3', '5.6.0', 'safe:'],
    ['managed_irq,domain,2-3', '5.4.0-150-generic', 'refused: UnknownFlag'],
    ['managed_irq,2-3', '4.14.355-275.572.amzn2.x86_64', 'refused: UnknownFlag'],
    ['domain,2-3', '5.4.0-150-generic', 'contested: IsolationWithoutManagedInterrupts'],
    ['domain,2-3', '4.14.355-275.572.amzn2.x86_64', 'refused: UnknownFlag'],
    ['2-3', '4.14.355-275.572.amzn2.x86_64', 'contested: IsolationWithoutManagedInterrupts'],
  ])('says of isolcpus=%s on the kernel %s: %s', (value, release, verdict) => {
    const facts = { ...METAL, kernel: { release, preemptRt: false } };
    expect(verdictOf(boot('isolcpus', value), facts)).toEqual([verdict]);
  });

  it('says what a kernel does with a flag that it does not know', () => {
    const kernel = { release: '5.4.0-150-generic' };
    const stub = boot('isolcpus', 'managed_irq,domain,2-3');
    expect(refusalIn(compileOne(stub, { ...METAL, kernel }, ISOLATING), 'it')).toEqual([
      'UnknownFlag',
      'The running kernel, 5.4.0-150-generic, does not know the flag managed_irq of isolcpus, and would ignore the whole list; {isolationFlags} writes those that it knows.',
    ]);
    expect(verdictOf(stub, { ...METAL, kernel: undefined })).toEqual(['safe:']);
    expect(verdictOf(boot('isolcpus', '2-3'), { ...METAL, kernel: undefined })).toEqual([
      'contested: IsolationWithoutManagedInterrupts',
    ]);
  });

  it('cannot say anything of CPUs that the facts do not list', () => {
    const facts = { ...METAL, cpus: undefined };
    expect(verdictOf(boot('nohz_full', '2-15'), facts)).toEqual(['safe:']);
    expect(verdictOf(boot('isolcpus'), facts)).toEqual(['refused: NotACpuList']);
  });

  it.each([
    ['2', 'contested: ReceivePacketSteering'],
    ['00000000,00000000', 'safe:'],
  ])('says of packet steering with the mask %s: %s', (value, verdict) => {
    const path = '/sys/class/net/*/queues/rx-0/rps_cpus';
    expect(verdictOf({ id: 'it', layer: 'sysfs', path, value })).toEqual([verdict]);
  });
});

describe('sysctls', () => {
  const throttle = sysctl('kernel.sched_rt_runtime_us', '-1');
  const stalld = { id: 'guard', layer: 'service', unit: 'stalld.service', state: 'enabled' };
  const withStalld = { ...RT_HOST, units: ['stalld.service'] };

  it.each([
    ['kernel.sched_rt_runtime_us', '950000', 'safe:'],
    ['kernel.sched_rt_runtime_us', '999999', 'safe:'],
    ['kernel.sched_rt_runtime_us', '1000000', 'refused: NoThrottlingNoIsolation'],
    ['net.ipv4.tcp_timestamps', '0', 'contested: TimestampsOff'],
    ['net.ipv4.tcp_timestamps', '1', 'safe:'],
    ['net.ipv4.tcp_sack', '0', 'contested: SelectiveAcksOff'],
    ['net.core.netdev_max_backlog', '30000', 'contested: LongBacklog'],
    ['net.core.rmem_max', '134217728', 'contested: BigSocketBuffers'],
    ['kernel.sched_rt_period_us', '1000000', 'contested: NoEffect'],
    ['vm.max_map_count', '262144', 'contested: NotForLatency'],
  ])('says of %s=%s: %s', (key, value, verdict) => {
    expect(verdictOf(sysctl(key, value))).toEqual([verdict]);
  });

  it('has nothing against buffers and queues for throughput', () => {
    const goal = { goal: 'throughput' } as const;
    expect(verdictOf(sysctl('net.core.rmem_max', '1'), METAL, goal)).toEqual(['safe:']);
    expect(verdictOf(sysctl('net.core.netdev_max_backlog', '1'), METAL, goal)).toEqual(['safe:']);
  });

  it.each([
    ['without PREEMPT_RT', METAL, ISOLATING],
    ['with no CPU isolated', RT_HOST, {}],
    ['with no core to spare', aHost({ coresPerSocket: 1, rt: true }), ISOLATING],
    ['with CPUs that the facts do not list', { ...RT_HOST, cpus: undefined }, ISOLATING],
    ['with a kernel that the facts do not name', { ...RT_HOST, kernel: undefined }, ISOLATING],
  ])('never ends throttling %s, whatever is acknowledged', (_, facts, profile) => {
    expect(verdictOf(throttle, facts, { ...profile, acknowledge: ['it'] })).toEqual([
      'refused: NoThrottlingNoIsolation',
    ]);
  });

  it('measures throttling by the period of the profile itself', () => {
    const period = { ...sysctl('kernel.sched_rt_period_us', '500000'), id: 'period' };
    const ofRuntime = (value: string) => {
      const runtime = sysctl('kernel.sched_rt_runtime_us', value);
      return refusalIn(compile(aProfile([period, runtime]), METAL), 'it')?.[0];
    };
    expect(ofRuntime('499999')).toBeUndefined();
    expect(ofRuntime('500000')).toBe('NoThrottlingNoIsolation');
  });

  it('ends throttling without a guard only where that is acknowledged', () => {
    expect(verdictOf(throttle, RT_HOST)).toEqual(['refused: NoStarvationGuard']);
    expect(verdictOf(throttle, RT_HOST, { ...ISOLATING, acknowledge: ['it'] })).toEqual([
      'dangerous: NoStarvationGuard,NoThrottling',
    ]);
  });

  it('ends throttling with a mark where the kernel guards by itself', () => {
    const facts = { ...RT_HOST, kernel: { release: '6.12.1', preemptRt: true } };
    expect(verdictOf(throttle, facts)).toEqual(['contested: NoThrottling']);
  });

  it.each([
    ['it is there and enabled', stalld, withStalld, 'contested'],
    [
      'it is there, and the profile leaves it off',
      { ...stalld, state: 'disabled' },
      withStalld,
      'refused',
    ],
    ['it is not there', stalld, RT_HOST, 'refused'],
    ['another unit is enabled', { ...stalld, unit: 'x.service' }, withStalld, 'refused'],
  ])('takes stalld for a guard where %s', (_, guard, facts, verdict) => {
    const plan = compile(aProfile([guard, throttle], ISOLATING), facts);
    const it_ = plan.settings.find(({ id }) => id === 'it');
    expect(it_?.risk ?? (refusalIn(plan, 'it') && 'refused')).toBe(verdict);
  });
});

describe('devices', () => {
  it.each([
    ['a ring', { layer: 'nic', change: 'ring', fit: 'exact', tx: 4096 }, 'RingAboveMaximum'],
    ['a ring', { layer: 'nic', change: 'ring', fit: 'exact', rx: 32_768 }, 'RingAboveMaximum'],
    [
      'queues',
      { layer: 'nic', change: 'channels', fit: 'exact', combined: 9 },
      'QueuesAboveMaximum',
    ],
    [
      'huge pages',
      {
        layer: 'hugepages',
        pageSize: '2MiB',
        nodes: [0],
        pagesPerNode: 4097,
        maxMemoryPct: 50,
        fit: 'exact',
      },
      'HugePagesAboveMemory',
    ],
    [
      'a driver',
      { layer: 'driver', driver: 'vfio-pci', interfaces: ['ens5'] },
      'ManagementInterface',
    ],
    [
      'a priority',
      { layer: 'dropin', service: 'a.service', schedulingPolicy: 'fifo', schedulingPriority: 96 },
      'PriorityAboveKernelThreads',
    ],
  ])('refuses %s beyond what is possible', (_, stub, code) => {
    const facts = aHost({ coresPerSocket: 4 });
    expect(verdictOf({ id: 'it', ...stub }, facts, { ...ISOLATING, acknowledge: ['it'] })).toEqual([
      `refused: ${code}`,
    ]);
  });

  it.each([
    { layer: 'nic', change: 'ring', fit: 'exact', rx: 16_384 },
    { layer: 'nic', change: 'channels', fit: 'exact', combined: 4 },
    {
      layer: 'hugepages',
      pageSize: '2MiB',
      nodes: [0],
      pagesPerNode: 4096,
      maxMemoryPct: 50,
      fit: 'exact',
    },
    { layer: 'dropin', service: 'a.service', schedulingPolicy: 'fifo', schedulingPriority: 95 },
  ])('sets what is just possible: %j', (stub) => {
    const facts = aHost({ coresPerSocket: 4 });
    expect(verdictOf({ id: 'it', ...stub }, facts)).toEqual(['safe:']);
  });

  it.each([
    ['metal', 'safe:'],
    ['none', 'safe:'],
    ['nitro', 'contested: NoIommu'],
    [undefined, 'contested: NoIommu'],
  ] as const)('marks vfio-pci where there is no IOMMU: %s', (virtualization, verdict) => {
    const stub = { id: 'it', layer: 'driver', driver: 'vfio-pci', interfaces: ['ens6'] } as const;
    expect(verdictOf(stub, { ...METAL, virtualization })).toEqual([verdict]);
  });

  it('has nothing against another driver', () => {
    const stub = { id: 'it', layer: 'driver', driver: 'igb_uio', interfaces: ['ens6'] } as const;
    expect(verdictOf(stub, { ...METAL, virtualization: 'nitro' })).toEqual(['safe:']);
  });

  it.each([
    ['irqbalance.service', 'disabled', 'contested: IrqbalanceOff'],
    ['irqbalance.service', 'enabled', 'safe:'],
    ['man-db.timer', 'masked', 'safe:'],
    ['amazon-ssm-agent.service', 'masked', 'refused: ManagementAgent'],
    ['snap.amazon-ssm-agent.amazon-ssm-agent.service', 'disabled', 'refused: ManagementAgent'],
    ['amazon-ssm-agent.service', 'enabled', 'safe:'],
    ['codedeploy-agent.service', 'enabled', 'refused: DeploymentAgent'],
    ['codedeploy-agent.service', 'disabled', 'safe:'],
  ])('says of %s %s: %s', (unit, state, verdict) => {
    const facts = { ...METAL, units: [unit] };
    const profile = { ...ISOLATING, acknowledge: ['it'] };
    expect(verdictOf({ id: 'it', layer: 'service', unit, state }, facts, profile)).toEqual([
      verdict,
    ]);
  });

  it('knows nothing of an interface, a node or a device that is not there', () => {
    const host = aHostOf({ schemaVersion: 1 });
    const codesOf = (draft: Partial<Draft>) =>
      RULES.flatMap((rule) =>
        rule.objection(aDraft(draft), host) === undefined ? [] : [rule.code],
      );
    expect(codesOf({ action: 'nic-ring', key: 'ens9', value: 'tx 1' })).toEqual([
      'RingAboveMaximum',
    ]);
    expect(codesOf({ action: 'nic-channels', key: 'ens9', value: 'combined 1' })).toEqual([
      'QueuesAboveMaximum',
    ]);
    expect(codesOf({ action: 'driver', key: '0000:00:09.0', value: 'vfio-pci' })).toEqual([]);
    expect(codesOf({ action: 'nic-ring', key: 'ens9', value: '' })).toEqual([]);
  });

  it('takes pages of a node without memory for too many', () => {
    const setting = {
      id: 'pages',
      layer: 'hugepages',
      pageSize: '2MiB',
      maxMemoryPct: 50,
    } as const;
    const profile = aProfile([setting]);
    const verdict = judgeDraft(
      aDraft({ id: 'pages:x', action: 'hugepages', key: 'odd', value: '1' }),
      aSetting(setting),
      { ...aHostOf({ schemaVersion: 1 }), profile },
    );
    expect(verdict).toMatchObject({
      decision: 'refuse',
      refusal: { code: 'HugePagesAboveMemory' },
    });
  });
});

describe('what a profile says of itself', () => {
  const dangerous: Stub = {
    ...sysctl('vm.swappiness', '0'),
    risk: 'dangerous',
    why: 'It may swap.',
  };
  const told = (plan: Plan) => plan.settings.map(({ risk, objections }) => ({ risk, objections }));

  it('refuses what it calls dangerous and does not acknowledge', () => {
    expect(refusalIn(compileOne(dangerous, METAL), 'it')).toEqual([
      'DeclaredDangerous',
      'It may swap. To set it nevertheless, add it to "acknowledge" of the profile.',
    ]);
  });

  it('sets what it acknowledges, with the mark', () => {
    expect(told(compileOne(dangerous, METAL, { acknowledge: ['it'] }))).toEqual([
      {
        risk: 'dangerous',
        objections: [{ code: 'DeclaredDangerous', message: 'It may swap.' }],
      },
    ]);
  });

  it('marks what it calls contested', () => {
    const plan = compileOne({ ...sysctl('vm.swappiness', '0'), risk: 'contested' }, METAL);
    expect(told(plan)).toEqual([{ risk: 'contested', objections: [] }]);
  });
});

it('has a code of its own for every rule', () => {
  const codes = RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
