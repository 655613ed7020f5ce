import * as z from 'zod/mini';
import type { Told } from '../envelope/reading';
import { isoTime } from '../envelope/timestamp';

/** CodePipeline's words for pipelines, stages and actions; both envelopes use the same ones. */
const STATES = [
  'started',
  'resumed',
  'stopping',
  'stopped',
  'succeeded',
  'failed',
  'canceled',
  'superseded',
  'abandoned',
] as const;
export type ExecutionState = (typeof STATES)[number];

/** `1`, `1.0` and `"1"` are met for the same. */
const numeric = z.nullish(z.union([z.string(), z.number()]));

/** What EventBridge's envelope has of every event of CodePipeline. */
export const busFields = {
  id: z.optional(z.string()),
  account: z.string(),
  region: z.string(),
  time: isoTime,
  source: z.literal('aws.codepipeline'),
};

/** What `detail` has of every such event. `resources` is met in two forms: `pipeline` is the name to trust. */
export const detailFields = {
  pipeline: z.string().check(z.regex(/^[A-Za-z0-9.@_-]{1,100}$/)),
  'execution-id': z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** STARTED, RESUMED, STOPPING, STOPPED, SUCCEEDED, FAILED, CANCELED, SUPERSEDED; others are ignored. */
  state: z.string(),
  version: numeric,
  'pipeline-execution-attempt': numeric,
};

/** What a pipeline's, a stage's and an action's event have in common. */
export interface ExecutionTold extends Told {
  readonly account: string;
  readonly region: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly pipeline: string;
  readonly executionId: string;
  /** Undefined for a word that AWS is not known to use. */
  readonly state?: ExecutionState;
  /** Counts the execution's tries; 0 is met for the first one. Absent in older events. */
  readonly attempt?: number;
  readonly pipelineVersion?: number;
}

interface ExecutionEnvelope {
  readonly id?: string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly detail: {
    readonly pipeline: string;
    readonly 'execution-id': string;
    readonly state: string;
    readonly version?: string | number | null;
    readonly 'pipeline-execution-attempt'?: string | number | null;
  };
}

/**
 * The key carries stage, action and attempt: a retried execution tells the same state again and means it. An event
 * without an attempt is of the first.
 */
export const toExecution = (
  { id, account, region, time, detail }: ExecutionEnvelope,
  part: { readonly stage?: string; readonly action?: string } = {},
): ExecutionTold => {
  const attempt = toCount(detail['pipeline-execution-attempt']);
  const key = [
    `pipeline/${account}/${region}/${detail.pipeline}/${detail['execution-id']}`,
    part.stage ?? '-',
    part.action ?? '-',
    detail.state.slice(0, 40),
    attempt ?? 1,
  ].join('/');
  return {
    id: id ?? key,
    key,
    account,
    region,
    at: time,
    pipeline: detail.pipeline,
    executionId: detail['execution-id'],
    state: toState(detail.state),
    attempt,
    pipelineVersion: toCount(detail.version),
  };
};

const toState = (word: string): ExecutionState | undefined =>
  STATES.find((state) => state.toUpperCase() === word);

const toCount = (value: string | number | null | undefined): number | undefined => {
  const count = typeof value === 'string' && /^\d{1,9}(\.0+)?$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};
