import type { ServiceEvent } from '../../service';
import { redriveStatusOf, type ExecutionRecord } from './execution-record';

/** Input and output together above this size stay out of the event. documented, page as below */
const INCLUDED_BYTES = 248 * 1024;

/**
 * `Step Functions Execution Status Change`: times are epoch milliseconds, input and output JSON text or null.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html)
 */
export const toStatusEvent = (record: ExecutionRecord, nowEpochMs: number): ServiceEvent => {
  const { input, output = null } = record;
  const included = Buffer.byteLength(input) + Buffer.byteLength(output ?? '') <= INCLUDED_BYTES;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.arn],
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.revision.arn,
      name: record.name,
      status: record.status,
      startDate: record.startEpochMs,
      stopDate: record.stopEpochMs ?? null,
      input: included ? input : null,
      output: included ? output : null,
      inputDetails: { included },
      outputDetails: output === null ? null : { included },
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: record.redriveCount,
      redriveDate: record.redriveEpochMs ?? null,
      redriveStatusReason: null,
      ...redriveStatusOf(record, nowEpochMs),
      error: record.error ?? null,
      cause: record.cause ?? null,
    },
  };
};
