import type { ExecutionRedriveStatus, ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Cancellation } from '../../step-functions/engine/cancellation';
import type { Progress } from '../../step-functions/engine/execution';
import { HISTORY_LIMIT, type History } from '../../step-functions/engine/history';
import type { Variables } from '../../step-functions/engine/variables';
import type { StateMachineRevision } from './state-machines';

/** One execution, running or ended. Only `executions.ts` changes it. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly revision: StateMachineRevision;
  /** JSON text, as it was given. */
  readonly input: string;
  readonly startEpochMs: number;
  /** Of a child of a distributed Map. */
  readonly mapRunArn?: string;
  /** How many of the Map's items it has. */
  readonly itemCount: number;
  readonly history: History;
  readonly progress: Progress;
  readonly variables: Variables;
  cancellation: Cancellation;
  status: ExecutionStatus;
  stopEpochMs?: number;
  /** JSON text. */
  output?: string;
  error?: string;
  cause?: string;
  redriveCount: number;
  redriveEpochMs?: number;
  redriveToken?: string;
}

const REDRIVABLE_MS = 14 * 24 * 60 * 60 * 1000;
const PAYLOAD_EVENTS = HISTORY_LIMIT - 1;

/**
 * Whether it may be redriven, and why not. documented
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html)
 */
export const redriveStatusOf = (
  record: ExecutionRecord,
  nowEpochMs: number,
): { readonly redriveStatus: ExecutionRedriveStatus; readonly redriveStatusReason?: string } => {
  const not = (redriveStatusReason: string) =>
    ({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason }) as const;
  if (record.status === 'RUNNING' || record.status === 'SUCCEEDED')
    return not(`Execution is ${record.status} and cannot be redriven`);
  if (record.history.events.length >= PAYLOAD_EVENTS)
    return not('Execution history event limit exceeded');
  if (nowEpochMs - (record.stopEpochMs ?? nowEpochMs) > REDRIVABLE_MS)
    return not('Execution redrivable period exceeded');
  return { redriveStatus: record.mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
};
