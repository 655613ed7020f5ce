import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { inlineScript, readDocuments } from '../../documents/read-documents.cjs';
import {
  createFakeRoot,
  type FakeRoot,
  type RunOrder,
  type ScriptRun,
} from '../../sandbox/hosts/fake-root/fake-root';
import type { HostShape } from '../../sandbox/hosts/fake-root/host-shape';
import { findProgram, type Userland } from '../../sandbox/hosts/fake-root/tools';

/** The shells that a host may have; a machine that lacks one leaves its tests out. */
export const USERLANDS: readonly (readonly [Userland, jest.It])[] = (
  ['dash', 'bash', 'busybox'] as const
).map((userland) => [userland, findProgram(userland) === undefined ? it.skip : it]);

/** The script as the document has it. */
export const scriptOf = (document: string): string => inlineScript(`scripts/${document}.sh`);

const Parameters = z.object({
  parameters: z.optional(z.record(z.string(), z.object({ default: z.optional(z.string()) }))),
});

/** What the agent hands over where a command does not say otherwise. */
export const defaultsOf = (document: string): Readonly<Record<string, string>> => {
  const found = readDocuments().find(({ name }) => name === document);
  const { parameters = {} } = z.parse(Parameters, found?.content);
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, it]) =>
      it.default === undefined ? [] : [[name, it.default]],
    ),
  );
};

export type PlanRow = readonly [
  id: string,
  action: string,
  key: string,
  value: string,
  needsReboot: 'yes' | 'no',
  verifyOp: string,
  verifyRead: string,
  verifyExpect: string,
];

export const planText = (rows: readonly PlanRow[], hash = 'hash-a'): string =>
  [['slipway-plan', '1', hash], ...rows].map((row) => `${row.join('\t')}\n`).join('');

export const encodePlan = (rows: readonly PlanRow[], hash?: string): string =>
  Buffer.from(planText(rows, hash)).toString('base64');

const APP_DROP_IN = '[Service]\nCPUAffinity=1\n';
const THP = '/sys/kernel/mm/transparent_hugepage/enabled';
const PAGES = '/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages';
const DROP_IN = '/etc/systemd/system/trading.service.d/50-slipway.conf';

/** One setting of each action, all of which a small host can take. */
export const EVERY_ACTION = [
  ['swap', 'sysctl', 'vm.swappiness', '10', 'no', 'equals', 'sysctl:vm.swappiness', '10'],
  ['rmem', 'sysctl', 'net.ipv4.tcp_rmem', '4096 131072 999', 'no', 'equals', 'sysctl:net.ipv4.tcp_rmem', '4096 131072 999'],
  ['thp', 'sysfs', THP, 'never', 'no', 'contains', THP, '[never]'],
  ['irq-default', 'irq-affinity', 'default', '0', 'no', 'same-cpus', '/proc/irq/default_smp_affinity', '0'],
  ['irq-all', 'irq-affinity', 'all', '0', 'no', 'subset-of', 'irqs:effective', '0'],
  ['ring-rx', 'nic-ring', 'ens5', 'rx 4096', 'no', 'equals', 'ethtool-ring:ens5 rx', '4096'],
  ['ring-tx', 'nic-ring', 'ens5', 'tx 512', 'no', 'equals', 'ethtool-ring:ens5 tx', '512'],
  ['moderation', 'nic-coalesce', 'ens5', 'adaptive-rx off rx-usecs 0', 'no', 'equals', 'ethtool-coalesce:ens5 rx-usecs', '0'],
  ['queues', 'nic-channels', 'ens5', 'combined 1', 'no', 'equals', 'ethtool-channels:ens5 combined', '1'],
  ['pages', 'hugepages', 'node0/2048kB', '64', 'no', 'at-least', PAGES, '64'],
  ['dpdk', 'driver', '0000:00:06.0', 'vfio-pci', 'no', 'contains', '/sys/bus/pci/devices/0000:00:06.0/uevent', 'DRIVER=vfio-pci'],
  ['bans', 'irqbalance', 'IRQBALANCE_BANNED_CPULIST', '1', 'no', 'subset-of', 'irqs:effective', '0'],
  ['fwupd', 'unit', 'fwupd-refresh.timer', 'masked', 'no', 'equals', 'unit:fwupd-refresh.timer', 'masked'],
  ['app', 'dropin', DROP_IN, Buffer.from(APP_DROP_IN).toString('base64'), 'no', 'equals', `file:${DROP_IN}`, 'a9c99176256395e20a54fd52cccd91614392bab1df553d498ba8c8e11aba2cf3'],
  ['memlock', 'limits', 'memlock', 'unlimited', 'no', 'none', '-', '-'],
  ['isolate', 'cmdline', 'isolcpus', 'managed_irq,domain,1', 'yes', 'same-cpus', '/sys/devices/system/cpu/isolated', '1'],
  ['lockup', 'cmdline', 'nosoftlockup', '-', 'yes', 'contains', 'cmdline:', 'nosoftlockup'],
  ['log', 'cmdline', 'nohz_full', '1', 'yes', 'lacks', 'kernel-log:', 'Housekeeping:'],
  ['rt', 'package', 'rt-tests', 'installed', 'no', 'equals', 'package:rt-tests', 'installed'],
] as const satisfies readonly PlanRow[]; // prettier-ignore

export interface TestHost extends FakeRoot {
  /** Runs a document's script, with the defaults of its parameters. */
  readonly document: (name: string, order?: RunOrder) => Promise<ScriptRun>;
  readonly apply: (rows: readonly PlanRow[], hash?: string) => Promise<ScriptRun>;
  readonly verify: (rows: readonly PlanRow[]) => Promise<ScriptRun>;
}

const made: FakeRoot[] = [];
afterEach(() => {
  for (const host of made.splice(0)) host.dispose();
});

/** A fake host that goes away with its test. */
export const aHost = (shape?: HostShape, userland?: Userland): TestHost => {
  const host = createFakeRoot(shape, userland);
  made.push(host);
  const document: TestHost['document'] = (name, order = {}) =>
    host.run(scriptOf(name), {
      ...order,
      parameters: { ...defaultsOf(name), ...order.parameters },
    });
  return {
    ...host,
    document,
    apply: (rows, hash) => document('apply-plan', { parameters: { Plan: encodePlan(rows, hash) } }),
    verify: (rows) => document('verify-effects', { parameters: { Plan: encodePlan(rows) } }),
  };
};

/** What the lines `@@TAG json` hold, of `@@TAG-GZIP` too. */
export const marksOf = (run: ScriptRun, tag: string) =>
  run.stdout.split('\n').flatMap((line) => {
    const [mark, rest] = [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)];
    if (mark === `@@${tag}`) return [JSON.parse(rest)];
    if (mark === `@@${tag}-GZIP`)
      return [JSON.parse(gunzipSync(Buffer.from(rest, 'base64')).toString())];
    return [];
  });

/** The last line of a script. Throws where it is not there, or not alone. */
export const resultOf = (run: ScriptRun) => {
  const results = marksOf(run, 'RESULT');
  if (results.length !== 1 || !run.stdout.trimEnd().split('\n').at(-1)?.startsWith('@@RESULT '))
    throw new Error(`There is not one result at the end of: ${run.stdout}\n${run.stderr}`);
  return results[0];
};
