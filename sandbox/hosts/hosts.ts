import type { Cloud } from '../service';
import type { Host, HostChanges, HostOrder } from './host';
import { afterChange } from './pings';
import {
  type CommandRule,
  type CommandRun,
  createCommandRules,
  createLifecycleRules,
  type LifecycleRule,
  type LifecycleRun,
  type RuleBook,
} from './script-rules';

/** The machines that deployments and commands land on. Stories, tests and `/hosts` make and shape them. */
export interface HostsPort {
  /** Starts a host; its power is on and it has just booted. Throws HostFault for an id or a name that is taken. */
  add(order?: HostOrder): Host;
  /** By instance id or by on-premises name, terminated ones too. */
  find(idOrName: string): Host | undefined;
  /** In the order in which they were added, without those that are terminated. */
  all(): readonly Host[];
  /** These four throw HostFault for a host that is not there. */
  shape(idOrName: string, changes: HostChanges): Host;
  /** The power goes off now, and on again after the host's `bootSec`, with another boot id. */
  reboot(idOrName: string): void;
  /** `shutdown -r +1`: reboots a minute from now. */
  rebootInAMinute(idOrName: string): void;
  terminate(idOrName: string): void;
  /** What scripts do that SSM runs. */
  readonly commands: RuleBook<CommandRule, CommandRun>;
  /** What scripts do that CodeDeploy runs. */
  readonly lifecycle: RuleBook<LifecycleRule, LifecycleRun>;
  /** Calls back whenever something changed about a host; returns what ends that. */
  follow(listener: (host: Host) => void): () => void;
}

/** An order that cannot be carried out. The message is a sentence. */
export class HostFault extends Error {
  override readonly name = 'HostFault';
}

type HostRecord = { -readonly [Key in keyof Host]: Host[Key] } & {
  readonly tags: Map<string, string>;
};

const BOOT_SEC = 45;
const AGENT_VERSION = '3.3.3572.0';
const MINUTE_MS = 60_000;

export const createHosts = ({
  clock,
  random,
  journal,
}: Pick<Cloud, 'clock' | 'random' | 'journal'>): HostsPort => {
  const hosts: HostRecord[] = [];
  const listeners = new Set<(host: Host) => void>();
  const find = (id: string): HostRecord | undefined =>
    hosts.find(({ instanceId, onPremisesName }) => instanceId === id || onPremisesName === id);
  const require = (id: string): HostRecord => {
    const host = find(id);
    if (host === undefined) throw new HostFault(`There is no host ${id}.`);
    return host;
  };
  const tell = (host: HostRecord, what: string): void => {
    host.pings = afterChange(host, clock.nowEpochMs());
    journal.record({ kind: 'host', instanceId: host.instanceId, what });
    for (const listener of [...listeners]) listener(host);
  };
  const boot = (host: HostRecord): void => {
    if (host.power !== 'off') return;
    host.power = 'on';
    host.bootId = random.uuid();
    host.bootedEpochMs = clock.nowEpochMs();
    tell(host, 'booted');
  };
  const reboot = (host: HostRecord): void => {
    if (host.power !== 'on') return;
    host.power = 'off';
    tell(host, 'went down to reboot');
    if (host.bootSec !== 'never') clock.after(host.bootSec * 1000, () => boot(host));
  };
  return {
    add: (order = {}) => {
      const instanceId = order.instanceId ?? `i-${random.text(17, '0123456789abcdef')}`;
      for (const id of [
        instanceId,
        ...(order.onPremisesName === undefined ? [] : [order.onPremisesName]),
      ])
        if (find(id) !== undefined) throw new HostFault(`There is a host ${id} already.`);
      const host: HostRecord = {
        instanceId,
        onPremisesName: order.onPremisesName,
        tags: new Map(Object.entries(order.tags ?? {})),
        autoScalingGroup: order.autoScalingGroup,
        power: 'on',
        agents: { codedeploy: true, ssm: true, ...order.agents },
        bootId: random.uuid(),
        bootedEpochMs: clock.nowEpochMs(),
        bootSec: order.bootSec ?? BOOT_SEC,
        agentVersion: order.agentVersion ?? AGENT_VERSION,
        pings: {},
      };
      hosts.push(host);
      tell(host, 'started');
      return host;
    },
    find,
    all: () => hosts.filter(({ power }) => power !== 'terminated'),
    shape: (id, changes) => {
      const host = require(id);
      for (const [key, value] of Object.entries(changes.tags ?? {}))
        if (value === null) host.tags.delete(key);
        else host.tags.set(key, value);
      host.agents = { ...host.agents, ...changes.agents };
      host.bootSec = changes.bootSec ?? host.bootSec;
      tell(host, `changed: ${JSON.stringify(changes)}`);
      return host;
    },
    reboot: (id) => reboot(require(id)),
    rebootInAMinute: (id) => {
      const host = require(id);
      tell(host, 'reboots in a minute');
      clock.after(MINUTE_MS, () => reboot(host));
    },
    terminate: (id) => {
      const host = require(id);
      host.power = 'terminated';
      tell(host, 'terminated');
    },
    commands: createCommandRules(),
    lifecycle: createLifecycleRules(),
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
