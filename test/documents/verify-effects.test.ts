import type { HostShape } from '../../sandbox/hosts/fake-root/host-shape';
import { aHost, encodePlan, type PlanRow, resultOf, USERLANDS } from '../support/host-scripts';

/** Of the interrupts that a fake host uses, 0 and 24 arrive at CPU 0 of two, 25 at CPU 1. */
const AT_ZERO: PlanRow = [
  'irqs',
  'irq-affinity',
  'all',
  '0',
  'no',
  'subset-of',
  'irqs:effective',
  '0',
];

const verify = async (shape: HostShape, rows: readonly PlanRow[] = [AT_ZERO]) => {
  const host = aHost(shape);
  const run = await host.verify(rows);
  return { host, run, result: resultOf(run) };
};

describe.each(USERLANDS)('in %s: an interrupt on a CPU that is not its own', (userland, test) => {
  test('is drift where it could be moved, and named', async () => {
    const host = aHost({}, userland);
    const run = await host.verify([AT_ZERO]);
    expect(run.stderr).toBe('');
    expect([run.code, resultOf(run)]).toMatchObject([
      1,
      {
        reason: 'EffectsDrifted',
        drifted: [{ id: 'irqs', expected: '0', observed: 'handler25 (25) on 1' }],
        immovableInterrupts: { count: 0, cpus: '', names: '' },
      },
    ]);
  });

  test('is none where nobody can move it and it is silent there; it is named', async () => {
    const host = aHost({ quirks: { managedIrqs: [25] } }, userland);
    const run = await host.verify([AT_ZERO]);
    expect(run.stderr).toBe('');
    expect([run.code, resultOf(run)]).toMatchObject([
      0,
      {
        reason: 'EffectsVerified',
        immovableInterrupts: { count: 1, cpus: '1', names: 'handler25' },
      },
    ]);
    expect(run.stdout).toContain('cannot be moved off the CPUs 1: handler25\n');
  });

  test('is drift where nobody can move it and it fires there', async () => {
    const host = aHost({ quirks: { managedIrqs: [25], firing: [{ irq: 25, cpu: 1 }] } }, userland);
    const run = await host.verify([AT_ZERO]);
    expect([run.code, resultOf(run)]).toMatchObject([
      1,
      { drifted: [{ observed: 'handler25 (25, cannot be moved) on 1' }] },
    ]);
  });
});

it('knows newer kernels, which refuse with another error', async () => {
  const host = aHost({ quirks: { managedIrqs: [25] } });
  await host.run('printf "Operation not permitted" >"${0%/*}/../state/refusal"');
  expect((await host.verify([AT_ZERO])).code).toBe(0);
  await host.run('printf "Permission denied" >"${0%/*}/../state/refusal"');
  expect((await host.verify([AT_ZERO])).code).toBe(1);
});

it('does not take what fires elsewhere, or is another one, for an interrupt on an isolated CPU', async () => {
  const { result } = await verify({
    quirks: {
      managedIrqs: [25],
      firing: [
        { irq: 25, cpu: 0 },
        { irq: 24, cpu: 0 },
      ],
    },
  });
  expect(result.outcome).toBe('passed');
});

it('counts an interrupt that nobody can move where the kernel does not count what fires', async () => {
  const { result } = await verify({ quirks: { managedIrqs: [25] }, lacks: ['/proc/interrupts'] });
  expect(result.drifted).toMatchObject([{ observed: 'handler25 (25, cannot be moved) on 1' }]);
});

it('takes where an interrupt may arrive for where it does, on a kernel that does not tell', async () => {
  const { result } = await verify({
    lacks: [0, 24, 25].map((irq) => `/proc/irq/${irq}/effective_affinity_list`),
  });
  expect(result.drifted).toMatchObject([
    { observed: 'handler0 (0) on 1; handler24 (24) on 1; handler25 (25) on 1' },
  ]);
});

it('looks at interrupts once for all settings that expect the same of them', async () => {
  const rows = ['a', 'b', 'c'].map((id): PlanRow => [id, ...withoutId(AT_ZERO)]);
  const { host, result } = await verify({ quirks: { managedIrqs: [25] } }, rows);
  expect(result.counts.verified).toBe(3);
  expect(host.calls().filter((call) => call.startsWith('sleep'))).toEqual(['sleep 2']);
});

const withoutId = ([, ...rest]: PlanRow) => rest;

it('changes nothing, not even where interrupts go', async () => {
  const host = aHost({ quirks: { managedIrqs: [25] }, cpus: { count: 4 } });
  const before = host.tree();
  await host.verify([AT_ZERO]);
  expect({ ...host.tree(), '/proc/interrupts': '' }).toEqual({ ...before, '/proc/interrupts': '' });
});

it('says of a line that the kernel has not logged just that', async () => {
  const { result } = await verify({}, [
    ['rcu', 'cmdline', 'rcu_nocbs', '1', 'yes', 'contains', 'kernel-log:', 'Offload RCU'],
  ]);
  expect(result.drifted).toMatchObject([{ observed: "no line of the kernel's log has it" }]);
});

describe('what is not there', () => {
  const STAGED: PlanRow = [
    'word', 'cmdline', 'nohz_full', '1', 'yes', 'same-cpus', '/sys/devices/system/cpu/none', '1',
  ]; // prettier-ignore
  it.each<[string, HostShape, PlanRow, string]>([
    [
      'a file of the plan that somebody has removed',
      {},
      ['app', 'dropin', '/etc/systemd/system/a.service.d/b.conf', 'QQ==', 'no', 'equals', 'file:/etc/systemd/system/a.service.d/b.conf', 'abc'],
      'it is not there',
    ], // prettier-ignore
    [
      'the RT kernel of the plan, where another kernel runs',
      {},
      ['rt', 'package', 'linux-image-rt-amd64', 'installed', 'yes', 'equals', '/sys/kernel/realtime', '1'],
      'it is not there',
    ], // prettier-ignore
    ['a word that the kernel was not started with', {}, STAGED, 'it is not there'],
  ])('is drift: %s', async (_, shape, row, observed) => {
    const { run, result } = await verify(shape, [row]);
    expect([run.code, result.drifted]).toMatchObject([1, [{ observed }]]);
  });

  it.each<[string, HostShape, PlanRow]>([
    [
      'a sysctl that this kernel lacks',
      {},
      ['busy', 'sysctl', 'net.core.none', '1', 'no', 'equals', 'sysctl:net.core.none', '1'],
    ],
    [
      'the trace of a word, on a kernel that was started with it and has no such feature',
      { bootWords: 'quiet nohz_full=1' },
      STAGED,
    ],
  ])('does not apply: %s', async (_, shape, row) => {
    const { result } = await verify(shape, [row]);
    expect(result).toMatchObject({ reason: 'NothingVerified', notApplicable: [row[0]] });
  });
});

it('does not take a kernel that is installed for the one that runs', async () => {
  const row: PlanRow = ['rt', 'package', 'linux-image-rt-amd64', 'installed', 'yes', 'equals', 'package:linux-image-rt-amd64', 'installed']; // prettier-ignore
  const host = aHost();
  await host.apply([row]);
  expect(resultOf(await host.verify([row])).drifted).toMatchObject([
    { observed: 'installed, but 6.1.0-50-cloud-amd64 runs' },
  ]);
  await host.boot();
  // Without words for the command line nothing but the kernel was staged.
  expect(resultOf(await host.verify([row])).outcome).toBe('passed');
});

it('tells of 192 CPUs and of the largest plan within what Systems Manager shows', async () => {
  const rows = Array.from({ length: 200 }, (_, at): PlanRow => [
    `setting-${at}`,
    'irq-affinity',
    'all',
    '0',
    'no',
    ...(at % 2
      ? (['subset-of', 'irqs:effective', '0'] as const)
      : (['equals', 'sysctl:vm.none', '0'] as const)),
  ]);
  expect(encodePlan(rows).length).toBeGreaterThan(15_000);
  const { run, result } = await verify({ cpus: { count: 192 } }, rows);
  expect(result.counts).toMatchObject({ drifted: 100, 'not-applicable': 100 });
  expect(run.stdout.length).toBeLessThan(24_000);
});
