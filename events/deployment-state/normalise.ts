import * as z from 'zod/mini';
import type { Carrier, Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { readJson } from '../envelope/read-json';
import { DeploymentState, DeploymentTrigger } from './schema';

/** A deployment started, waits, or ended. */
export interface DeploymentStateEvent extends Told {
  readonly meaning: 'DeploymentState';
  readonly account: string;
  readonly region: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly application: string;
  readonly group: string;
  readonly deploymentId: string;
  /** Undefined for a word that AWS is not known to use in that envelope. */
  readonly state?: State;
  /** Only a trigger says it. */
  readonly errorMessage?: string;
}

/** One meaning, two vocabularies: EventBridge's, and the triggers', which is met in capitals and in lower case. */
const STATES = [
  { state: 'started', event: 'START', trigger: ['CREATED', 'IN_PROGRESS', 'INPROGRESS'] },
  { state: 'ready', event: 'READY', trigger: ['READY'] },
  { state: 'succeeded', event: 'SUCCESS', trigger: ['SUCCEEDED'] },
  { state: 'failed', event: 'FAILURE', trigger: ['FAILED'] },
  { state: 'stopped', event: 'STOP', trigger: ['STOPPED'] },
] as const;
type State = (typeof STATES)[number]['state'];

export const fromBus = (value: unknown): Reading<DeploymentStateEvent> =>
  readAs(DeploymentState, value, ({ id, account, region, time, detail }) =>
    toEvent({
      id,
      account,
      region,
      at: time,
      application: detail.application,
      group: detail.deploymentGroup,
      deploymentId: detail.deploymentId,
      state: STATES.find((row) => row.event === detail.state)?.state,
      word: detail.state,
    }),
  );

export const fromTrigger = (value: unknown, carrier: Carrier): Reading<DeploymentStateEvent> =>
  readAs(DeploymentTrigger, value, (trigger) => {
    const word = trigger.status.toUpperCase();
    return toEvent({
      id: carrier.id,
      account: trigger.accountId,
      region: trigger.region,
      at: trigger.completeTime ?? trigger.createTime,
      application: trigger.applicationName,
      group: trigger.deploymentGroupName,
      deploymentId: trigger.deploymentId,
      state: STATES.find((row) => row.trigger.some((known) => known === word))?.state,
      word,
      errorMessage: errorMessageOf(trigger.errorInformation),
    });
  });

const toEvent = ({
  id,
  word,
  ...event
}: Omit<DeploymentStateEvent, 'meaning' | 'key' | 'id'> & {
  readonly id?: string;
  readonly word: string;
}): DeploymentStateEvent => {
  const { account, region, deploymentId, state } = event;
  const key = `deployment/${account}/${region}/${deploymentId}/${state ?? word.slice(0, 40)}`;
  return { meaning: 'DeploymentState', id: id ?? key, key, ...event };
};

const ErrorInformation = z.object({ ErrorMessage: z.string() });

const errorMessageOf = (information: unknown): string | undefined => {
  const reading = typeof information === 'string' ? readJson(information) : { value: information };
  if (!('value' in reading)) return undefined;
  const parsed = ErrorInformation.safeParse(reading.value);
  return parsed.success ? parsed.data.ErrorMessage : undefined;
};
