import type { Carrier, Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { InstanceState, InstanceTrigger } from './schema';

/** A deployment started or ended on one instance. */
export interface InstanceStateEvent extends Told {
  readonly meaning: 'InstanceState';
  readonly account: string;
  readonly region: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly deploymentId: string;
  readonly instanceId: string;
  /** Undefined for a word that AWS is not known to use. */
  readonly state?: State;
}

const STATES = [
  { state: 'started', event: 'START', trigger: 'INPROGRESS' },
  { state: 'ready', event: 'READY', trigger: 'READY' },
  { state: 'succeeded', event: 'SUCCESS', trigger: 'SUCCEEDED' },
  { state: 'failed', event: 'FAILURE', trigger: 'FAILED' },
] as const;
type State = (typeof STATES)[number]['state'];

export const fromBus = (value: unknown): Reading<InstanceStateEvent> =>
  readAs(InstanceState, value, ({ id, account, region, time, detail }) =>
    toEvent({
      id,
      account,
      region,
      at: time,
      deploymentId: detail.deploymentId,
      instanceId: detail.instanceId,
      state: STATES.find((row) => row.event === detail.state)?.state,
    }),
  );

export const fromTrigger = (value: unknown, carrier: Carrier): Reading<InstanceStateEvent> =>
  readAs(InstanceTrigger, value, (trigger) => {
    const word = trigger.instanceStatus.toUpperCase();
    return toEvent({
      id: carrier.id,
      account: trigger.accountId,
      region: trigger.region,
      at: trigger.lastUpdatedAt,
      deploymentId: trigger.deploymentId,
      instanceId: trigger.instanceId.slice(trigger.instanceId.lastIndexOf('/') + 1),
      state: STATES.find((row) => row.trigger === word)?.state,
    });
  });

const toEvent = ({
  id,
  ...event
}: Omit<InstanceStateEvent, 'meaning' | 'key' | 'id'> & {
  readonly id?: string;
}): InstanceStateEvent => {
  const { account, region, deploymentId, instanceId, state = 'unknown' } = event;
  const key = `instance/${account}/${region}/${deploymentId}/${instanceId}/${state}`;
  return { meaning: 'InstanceState', id: id ?? key, key, ...event };
};
