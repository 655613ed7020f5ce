/** The two agents that AWS reaches a host through. */
export type Agent = 'codedeploy' | 'ssm';

/** A simulated host: what AWS sees of it from outside. No operating system runs. */
export interface Host {
  /** `i-…` on EC2, `mi-…` for a machine of one's own. */
  readonly instanceId: string;
  /** The name under which CodeDeploy knows a machine of one's own. */
  readonly onPremisesName?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly autoScalingGroup?: string;
  /** Off while it boots. */
  readonly power: 'on' | 'off' | 'terminated';
  /** Whether each agent is enabled: it runs whenever the power is on. */
  readonly agents: Readonly<Record<Agent, boolean>>;
  /** As `/proc/sys/kernel/random/boot_id`: another one after each boot. */
  readonly bootId: string;
  readonly bootedEpochMs: number;
  /** From power-off to agents that run again; `never` for a host that does not come back. */
  readonly bootSec: number | 'never';
  /** Of the SSM agent. */
  readonly agentVersion: string;
  readonly pings: Pings;
}

/** When Systems Manager heard of the host's agent. */
export interface Pings {
  /** The first time: the host is a managed node from then on. */
  readonly firstEpochMs?: number;
  /** Since when the agent has been there without a break. */
  readonly sinceEpochMs?: number;
  /** The last one before it went away. */
  readonly lastEpochMs?: number;
}

export interface HostOrder {
  /** Drawn where absent. */
  readonly instanceId?: string;
  readonly onPremisesName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly autoScalingGroup?: string;
  /** Both where absent. */
  readonly agents?: Partial<Readonly<Record<Agent, boolean>>>;
  /** 45 where absent. */
  readonly bootSec?: number | 'never';
  readonly agentVersion?: string;
}

/** What may change later. Tags and agents that are not named stay; a tag that is `null` goes. */
export interface HostChanges {
  readonly tags?: Readonly<Record<string, string | null>>;
  readonly agents?: Partial<Readonly<Record<Agent, boolean>>>;
  readonly bootSec?: number | 'never';
}

export const isReachable = (host: Host | undefined, agent: Agent): boolean =>
  host?.power === 'on' && host.agents[agent];

/** Whole seconds, as a host would read it from `/proc/uptime`. */
export const uptimeSecOf = ({ bootedEpochMs }: Host, nowEpochMs: number): number =>
  Math.floor((nowEpochMs - bootedEpochMs) / 1000);

export const instanceArn = (
  { region, account }: { readonly region: string; readonly account: string },
  instanceId: string,
): string =>
  instanceId.startsWith('mi-')
    ? `arn:aws:ssm:${region}:${account}:managed-instance/${instanceId}`
    : `arn:aws:ec2:${region}:${account}:instance/${instanceId}`;
