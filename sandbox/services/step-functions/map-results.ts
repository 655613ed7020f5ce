import type { Json, JsonObject } from '../../step-functions/json';
import { type ExecutionRecord, redriveStatusOf } from './execution-record';

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/**
 * A child as a ResultWriter tells it.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html)
 */
export const toChildResult = (child: ExecutionRecord, nowEpochMs: number): JsonObject => {
  const { redriveStatus, redriveStatusReason } = redriveStatusOf(child, nowEpochMs);
  return {
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ExecutionArn: child.arn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === undefined
      ? {}
      : { Output: child.output, OutputDetails: { Included: true } }),
    RedriveCount: child.redriveCount,
    RedriveStatus: redriveStatus,
    ...(redriveStatusReason === undefined ? {} : { RedriveStatusReason: redriveStatusReason }),
    StartDate: iso(child.startEpochMs),
    StateMachineArn: child.revision.arn,
    Status: child.status,
    ...(child.stopEpochMs === undefined ? {} : { StopDate: iso(child.stopEpochMs) }),
  };
};

/** One that was not begun because the run failed: assumed but for the file that it stands in. */
export const toPendingResult = (input: Json): JsonObject => ({
  Input: JSON.stringify(input),
  InputDetails: { Included: true },
  Status: 'PENDING',
});
