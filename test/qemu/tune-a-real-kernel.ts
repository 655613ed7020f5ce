import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMeasurements } from '../../adapters/rt-tests/parse-measurements';
import { sha256 } from '../../adapters/system/sha256';
import { readProfile } from '../../cli/plan/profile-files';
import { Facts } from '../../config/schema/facts';
import { inlineScript, readDocuments } from '../../documents/read-documents.cjs';
import { createCompiler } from '../../domain/hosts/compile-plan';
import type { HostFacts } from '../../domain/hosts/facts';
import { judgeLatency } from '../../domain/hosts/latency/judge-latency';
import { toHostPlan } from '../../domain/hosts/host-plan';
import { bootGuest, type Guest, type GuestRun, type Machine } from '../../sandbox/hosts/qemu/guest';
import { buildInitramfs, readFromDisk } from '../../sandbox/hosts/qemu/initramfs';
import { reasonAgainstGuest } from '../../sandbox/hosts/qemu/requirements';
import { fetchRtKernel, type RtKernel } from '../../sandbox/hosts/qemu/rt-kernel';
import { toHistogramLines } from './histogram-lines';
import { marksIn } from './marks';

/** The boot line of a widely copied guide, on a machine that has CPUs 0 to 3. */
const GUIDE = 'isolcpus=2-15 nohz_full=2-15 rcu_nocbs=2-15';
const CPUS = 4;
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/slipway/rt-kernel');
const MEASURED_SEC = 5;

const started = Date.now();
const tell = (line: string): void =>
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const LOOK = `
printf 'cmdline=%s\\n' "$(cat /proc/cmdline)"
printf 'isolated=%s\\n' "$(cat /sys/devices/system/cpu/isolated)"
printf 'nohz_full=%s\\n' "$(cat /sys/devices/system/cpu/nohz_full)"
printf 'swappiness=%s\\n' "$(cat /proc/sys/vm/swappiness)"
printf 'realtime=%s\\n' "$(cat /sys/kernel/realtime)"
dmesg | grep -E 'Housekeeping:|rcu_nocbs=|Offload RCU' | sed 's/^/log=/'
`;

/** What the kernel shows of itself; a name may come more than once. */
const lookAround = async (guest: Guest): Promise<ReadonlyMap<string, string>> => {
  const { stdout } = await guest.shell(LOOK);
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) tell(`  ${line}`);
  return new Map(
    lines
      .filter((line) => !line.startsWith('log='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
};

const resultOf = (document: string, run: GuestRun): Record<string, unknown> => {
  const [result] = marksIn(run.stdout, 'RESULT');
  assert.ok(result, `${document} ended with ${run.code} and no result: ${run.stdout}${run.stderr}`);
  tell(`  ${document}: ${run.code} ${JSON.stringify(result)}`);
  return result;
};

const run = async (guest: Guest, document: string, parameters = {}, commandId = document) => {
  const done = await guest.run(document, { commandId, parameters });
  return { ...done, result: resultOf(document, done) };
};

/** The plan for this guest, by the compiler, from what the guest says of itself. */
const planFor = async (guest: Guest): Promise<string> => {
  const { stdout } = await run(guest, 'collect-facts');
  const facts: HostFacts = Facts.parse(marksIn(stdout, 'FACTS')[0]);
  const compile = createCompiler({ sha256 });
  const advice = compile(await readProfile('published-advice'), facts);
  for (const { id, code } of advice.refused) tell(`  published-advice: ${id} refused, ${code}`);
  assert.ok(advice.refused.some(({ message }) => message.includes('2-15')));
  const plan = compile(await readProfile('low-latency-rt'), facts);
  tell(`  low-latency-rt: ${plan.settings.length} settings, isolates ${plan.cpus.isolated}`);
  tell(`  ${plan.kernelCommandLine}`);
  return Buffer.from(toHostPlan(plan)).toString('base64');
};

const tuneUnderTheGuidesLine = async (machine: Machine) => {
  tell(`boots with the guide's line, ${GUIDE}`);
  const guest = await bootGuest(machine, { commandLine: `console=ttyS0 quiet ${GUIDE}` });
  tell(`boot id ${guest.bootId}, up ${guest.uptimeSec} s`);
  const seen = await lookAround(guest);
  assert.equal(seen.get('realtime'), '1');
  assert.match(seen.get('cmdline') ?? '', /isolcpus=2-15/);
  assert.equal(seen.get('isolated'), '', 'the kernel drops a list with a CPU that is not there');
  const plan = await planFor(guest);
  const applied = await run(guest, 'apply-plan', { Plan: plan });
  assert.equal(applied.code, 0);
  assert.equal(applied.result.rebootNeeded, true);
  const early = await run(guest, 'verify-effects', { Plan: plan });
  assert.equal(early.code, 1, 'what is staged has no effect before the boot');
  const rebooted = await run(guest, 'reboot', {}, 'command-1');
  assert.equal(rebooted.code, 194);
  assert.ok(rebooted.disk);
  return { plan, disk: rebooted.disk, bootId: guest.bootId, swappiness: seen.get('swappiness') };
};

const proveAfterTheBoot = async (
  machine: Machine,
  before: Awaited<ReturnType<typeof tuneUnderTheGuidesLine>>,
): Promise<void> => {
  const commandLine =
    /linux\t\S+ (.*)/.exec(readFromDisk(before.disk, '/boot/grub/grub.cfg'))?.[1] ?? '';
  tell(`boots with what was staged, ${commandLine}`);
  const guest = await bootGuest(machine, { commandLine, disk: before.disk });
  tell(`boot id ${guest.bootId}, up ${guest.uptimeSec} s`);
  assert.notEqual(guest.bootId, before.bootId);
  const seen = await lookAround(guest);
  assert.equal(seen.get('isolated'), '1-3');
  assert.equal(seen.get('nohz_full'), '1-3');
  const proven = await run(guest, 'reboot', {}, 'command-1');
  assert.equal(proven.code, 0);
  assert.equal(proven.result.bootIdBefore, before.bootId);
  assert.equal(proven.result.bootId, guest.bootId);
  const verified = await run(guest, 'verify-effects', { Plan: before.plan });
  assert.equal(verified.code, 0, verified.stdout);
  assert.deepEqual(verified.result.immovableInterrupts, {
    count: 3,
    cpus: '1-3',
    names: 'nvme0q2, nvme0q3, nvme0q4',
  });
  await readOnAnIsolatedCpu(guest, before.plan);
  const again = await run(guest, 'apply-plan', { Plan: before.plan });
  assert.match(JSON.stringify(again.result.counts), /"applied":0,.*"failed":0/);
  await measure(guest);
  const restored = await run(guest, 'restore');
  assert.equal(restored.code, 0);
  const { stdout } = await guest.shell(
    'cat /proc/sys/vm/swappiness; grep linux /boot/grub/grub.cfg',
  );
  assert.match(stdout, new RegExp(`^${before.swappiness}\n`));
  assert.doesNotMatch(stdout, /isolcpus/);
  await guest.powerOff();
};

const READ = `
while [ -f /run/reading ]; do taskset 4 dd if=/dev/nvme0n1 of=/dev/null bs=4k count=20 iflag=direct; done >/dev/null 2>&1 &
`;

/** A disk's queue for a CPU interrupts that CPU, whatever affinity is asked for: once somebody works with the disk there. */
const readOnAnIsolatedCpu = async (guest: Guest, plan: string): Promise<void> => {
  await guest.shell(`: >/run/reading\n${READ}`);
  const disturbed = await run(guest, 'verify-effects', { Plan: plan });
  await guest.shell('rm /run/reading; sleep 1');
  assert.equal(disturbed.code, 1);
  assert.match(
    JSON.stringify(disturbed.result.drifted),
    /"observed":"nvme0q3 \(\d+, cannot be moved\) on 2"/,
  );
};

/** Budgets that every machine keeps. */
const ANY_LATENCY = {
  cyclictest: {
    durationSec: MEASURED_SEC,
    budget: { maxUs: 1_000_000 },
    maxMissedPct: 100,
    maxStealPct: 100,
  },
  oslat: { durationSec: 1, budget: { maxUs: 1_000_000 }, maxMissedPct: 100, maxStealPct: 100 },
};

/** The figures are those of an emulator: they show that measuring works, and nothing of any kernel's latency. */
const measure = async (guest: Guest): Promise<void> => {
  const parameters = {
    Cpus: 'isolated',
    PowerManagement: 'as-is',
    OslatSec: '2',
    HwlatSec: '0',
    RawOutputS3Uri: '-',
    DurationSec: String(MEASURED_SEC),
    IntervalUs: '1000',
    HistogramUs: '20000',
    SoakSec: '1',
  };
  const measured = await run(guest, 'measure-latency', parameters);
  assert.equal(measured.code, 0);
  const marks = marksIn(measured.stdout, 'LATENCY');
  assert.deepEqual(
    marks.map(({ tool }) => tool),
    ['cyclictest', 'oslat'],
  );
  for (const latency of marks) {
    tell(`  ${JSON.stringify(latency)}`);
    assert.match(JSON.stringify(latency.cpus), /"cpu":1,.*"cpu":2,.*"cpu":3,/);
    assert.equal(latency.environment, 'emulated');
  }
  for (const { measurement } of parseMeasurements(measured.stdout)) {
    const { detail, notJudged } = judgeLatency(ANY_LATENCY, { measurement, cpus: [1, 2, 3] });
    tell(`  ${detail} ${notJudged.join('; ')}`);
    assert.match(notJudged.join(), /an emulator counted/);
  }
  for (const line of toHistogramLines(measured.stderr)) tell(`  ${line}`);
};

const machineIn = (folder: string, kernel: RtKernel, ending: AbortSignal): Machine => {
  const documents = Object.fromEntries(
    readDocuments().map(({ name }) => [name, inlineScript(`scripts/${name}.sh`)]),
  );
  const initramfsPath = buildInitramfs(folder, {
    documents,
    kernelRelease: kernel.release,
    modules: kernel.modules,
  });
  return { kernelPath: kernel.path, initramfsPath, cpus: CPUS, folder, ending };
};

const main = async (): Promise<void> => {
  const reason = reasonAgainstGuest();
  if (reason !== undefined) {
    console.log(`Skipped: ${reason}.`);
    return;
  }
  const kernel = fetchRtKernel(CACHE, tell);
  tell(`kernel ${kernel.release}`);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-qemu-'));
  const ending = new AbortController();
  try {
    const machine = machineIn(folder, kernel, ending.signal);
    const before = await tuneUnderTheGuidesLine(machine);
    await proveAfterTheBoot(machine, before);
    tell('every effect is there, and everything was put back');
  } finally {
    ending.abort();
    rmSync(folder, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
