import type {
  DescribeExecutionCommandOutput,
  DescribeMapRunCommandOutput,
  ExecutionListItem,
  MapRunExecutionCounts,
} from '@aws-sdk/client-sfn';
import type { JobDescription } from '../../step-functions/engine/execution';
import { redriveStatusOf, type ExecutionRecord } from './execution-record';
import type { MapRunRecord } from './map-runs';

const dateOf = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);

export const toExecutionDescription = (
  record: ExecutionRecord,
  nowEpochMs: number,
): Omit<DescribeExecutionCommandOutput, '$metadata'> => ({
  executionArn: record.arn,
  stateMachineArn: record.revision.arn,
  name: record.name,
  status: record.status,
  startDate: dateOf(record.startEpochMs),
  stopDate: dateOf(record.stopEpochMs),
  input: record.input,
  inputDetails: { included: true },
  output: record.output,
  ...(record.output === undefined ? {} : { outputDetails: { included: true } }),
  mapRunArn: record.mapRunArn,
  error: record.error,
  cause: record.cause,
  redriveCount: record.redriveCount,
  redriveDate: dateOf(record.redriveEpochMs),
  ...redriveStatusOf(record, nowEpochMs),
});

/** What a `.sync` task's result is. assumed; its times are epoch milliseconds */
export const toJobDescription = (record: ExecutionRecord, nowEpochMs: number): JobDescription => {
  const { redriveStatus, redriveStatusReason } = redriveStatusOf(record, nowEpochMs);
  return {
    ...(record.cause === undefined ? {} : { Cause: record.cause }),
    ...(record.error === undefined ? {} : { Error: record.error }),
    ExecutionArn: record.arn,
    Input: record.input,
    InputDetails: { Included: true },
    Name: record.name,
    ...(record.output === undefined
      ? {}
      : { Output: record.output, OutputDetails: { Included: true } }),
    RedriveCount: record.redriveCount,
    RedriveStatus: redriveStatus,
    ...(redriveStatusReason === undefined ? {} : { RedriveStatusReason: redriveStatusReason }),
    StartDate: record.startEpochMs,
    StateMachineArn: record.revision.arn,
    Status: record.status,
    ...(record.stopEpochMs === undefined ? {} : { StopDate: record.stopEpochMs }),
  };
};

/** As ListExecutions lists it; children of a Map Run have the run's ARN and their number of items. */
export const toListItem = (record: ExecutionRecord): ExecutionListItem => ({
  executionArn: record.arn,
  stateMachineArn: record.revision.arn,
  name: record.name,
  status: record.status,
  startDate: dateOf(record.startEpochMs),
  stopDate: dateOf(record.stopEpochMs),
  ...(record.mapRunArn === undefined
    ? {}
    : { mapRunArn: record.mapRunArn, itemCount: record.itemCount }),
  redriveCount: record.redriveCount,
  redriveDate: dateOf(record.redriveEpochMs),
});

const COUNTED = {
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  timedOut: 'TIMED_OUT',
  aborted: 'ABORTED',
} as const;

/** `weight` is 1 to count executions, the number of items to count items. */
const countsOf = (
  { children, resultsWritten }: MapRunRecord,
  total: number,
  weight: (child: ExecutionRecord) => number,
): MapRunExecutionCounts => {
  const sum = (of: readonly ExecutionRecord[]): number =>
    of.reduce((all, it) => all + weight(it), 0);
  const records = [...children.values()];
  const by = (status: string): number => sum(records.filter((it) => it.status === status));
  return {
    pending: total - sum(records),
    running: by(COUNTED.running),
    succeeded: by(COUNTED.succeeded),
    failed: by(COUNTED.failed),
    timedOut: by(COUNTED.timedOut),
    aborted: by(COUNTED.aborted),
    total,
    resultsWritten: resultsWritten ? sum(records.filter((it) => it.status !== 'RUNNING')) : 0,
  };
};

/** Executions that have not been started are not counted: batches are made as the Map goes. assumed */
export const toMapRunDescription = (
  run: MapRunRecord,
): Omit<DescribeMapRunCommandOutput, '$metadata'> => ({
  mapRunArn: run.arn,
  executionArn: run.executionArn,
  status: run.status,
  startDate: dateOf(run.startEpochMs),
  stopDate: dateOf(run.stopEpochMs),
  maxConcurrency: run.maxConcurrency,
  toleratedFailurePercentage: run.toleratedFailurePercentage,
  toleratedFailureCount: run.toleratedFailureCount,
  itemCounts: countsOf(run, run.itemCount, ({ itemCount }) => itemCount),
  executionCounts: countsOf(run, run.children.size, () => 1),
  redriveCount: run.redriveCount,
  redriveDate: dateOf(run.redriveEpochMs),
});
