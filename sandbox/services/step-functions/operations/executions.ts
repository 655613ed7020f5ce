import type {
  DescribeExecutionCommandInput,
  DescribeStateMachineForExecutionCommandInput,
  ListExecutionsCommandInput,
  RedriveExecutionCommandInput,
  StartExecutionCommandInput,
  StopExecutionCommandInput,
} from '@aws-sdk/client-sfn';
import { AwsError, operation, type Service } from '../../../service';
import {
  exceedsPayloadLimit,
  PAYLOAD_LIMIT_BYTES,
  tryParseJson,
} from '../../../step-functions/json';
import { checkArn, checkName, executionArn } from '../arns';
import { redriveStatusOf, type ExecutionRecord } from '../execution-record';
import { page, type Parts } from './parts';
import { toExecutionDescription, toListItem } from '../views';

/** A name may be used again 90 days after its execution ended. documented, page as below */
const NAME_KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** The form of the sentence is as AWS was seen to write it, the reason is our own. */
const checkInput = (input: string): void => {
  const reason = exceedsPayloadLimit(input)
    ? `It has more than ${PAYLOAD_LIMIT_BYTES} bytes.`
    : input.trim() === ''
      ? 'Invalid execution input.'
      : tryParseJson(input) === undefined
        ? 'It is not JSON.'
        : undefined;
  if (reason !== undefined)
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${reason}'`,
    );
};

/**
 * Idempotent by name and input as long as the execution runs; after that the name is taken for 90 days.
 * documented (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html)
 */
export const startExecution = (
  { cloud, machines, executions }: Parts,
  { stateMachineArn, name = cloud.random.uuid(), input = '{}' }: StartExecutionCommandInput,
): ExecutionRecord => {
  const revision = machines.get(checkArn(stateMachineArn));
  const arn = executionArn(cloud, revision.name, checkName(name));
  checkInput(input);
  const existing = executions.find(arn);
  if (existing?.status === 'RUNNING' && existing.input === input) return existing;
  const keptUntil = (existing?.stopEpochMs ?? Infinity) + NAME_KEPT_MS;
  if (existing !== undefined && cloud.clock.nowEpochMs() < keptUntil)
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  return executions.start({ arn, name, revision, input, itemCount: 1 });
};

const redrive = (
  { cloud, machines, executions }: Parts,
  { executionArn: arn, clientToken }: RedriveExecutionCommandInput,
) => {
  const record = executions.get(checkArn(arn));
  const repeated = clientToken !== undefined && record.redriveToken === clientToken;
  if (!repeated) {
    if (record.mapRunArn !== undefined)
      throw new AwsError(
        'ExecutionNotRedrivable',
        'A child execution is redriven by its Map Run: redrive the parent execution.',
      );
    if (machines.find(record.revision.arn) === undefined)
      throw new AwsError('ExecutionNotRedrivable', 'State machine is in DELETING status');
    executions.redrive(record);
    record.redriveToken = clientToken;
  }
  return { redriveDate: new Date(record.redriveEpochMs ?? cloud.clock.nowEpochMs()) };
};

const list = (
  { cloud, machines, executions, mapRuns }: Parts,
  input: ListExecutionsCommandInput,
) => {
  const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = input;
  if ((stateMachineArn === undefined) === (mapRunArn === undefined))
    throw new AwsError(
      'ValidationException',
      'Either a stateMachineArn or a mapRunArn must be specified, not both',
    );
  if (mapRunArn !== undefined && mapRuns.find(checkArn(mapRunArn)) === undefined)
    throw new AwsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  if (stateMachineArn !== undefined) machines.get(checkArn(stateMachineArn));
  const now = cloud.clock.nowEpochMs();
  const wanted = executions
    .all()
    .filter((it) =>
      mapRunArn === undefined
        ? it.revision.arn === stateMachineArn && it.mapRunArn === undefined
        : it.mapRunArn === mapRunArn,
    )
    .filter((it) => statusFilter === undefined || matchesStatus(it, statusFilter, now))
    .filter(
      (it) => redriveFilter === undefined || isRedriven(it) === (redriveFilter === 'REDRIVEN'),
    );
  // The most recent first. documented
  const { items, nextToken } = page(wanted.reverse(), input);
  return { executions: items.map(toListItem), nextToken };
};
const isRedriven = ({ redriveCount }: ExecutionRecord): boolean => redriveCount > 0;
const matchesStatus = (record: ExecutionRecord, filter: string, now: number): boolean =>
  filter === 'PENDING_REDRIVE'
    ? redriveStatusOf(record, now).redriveStatus === 'REDRIVABLE_BY_MAP_RUN'
    : record.status === filter;

const describeMachine = (record: ExecutionRecord) => ({
  stateMachineArn: record.revision.arn,
  name: record.revision.name,
  definition: record.revision.definition,
  roleArn: record.revision.roleArn,
  updateDate: new Date(record.revision.updateEpochMs),
  revisionId: record.revision.revisionId,
  mapRunArn: record.mapRunArn,
});

export const executionOperations = (parts: Parts): Service['operations'] => {
  const { cloud, executions } = parts;
  return {
    StartExecution: operation({
      resources: ({ stateMachineArn }: StartExecutionCommandInput) => [stateMachineArn ?? '*'],
      run: (input) => {
        const { arn, startEpochMs } = startExecution(parts, input);
        return { executionArn: arn, startDate: new Date(startEpochMs) };
      },
    }),
    DescribeExecution: operation({
      resources: ({ executionArn: arn }: DescribeExecutionCommandInput) => [arn ?? '*'],
      run: ({ executionArn: arn }) =>
        toExecutionDescription(executions.get(checkArn(arn)), cloud.clock.nowEpochMs()),
    }),
    DescribeStateMachineForExecution: operation({
      resources: ({ executionArn: arn }: DescribeStateMachineForExecutionCommandInput) => [
        arn ?? '*',
      ],
      run: ({ executionArn: arn }) => describeMachine(executions.get(checkArn(arn))),
    }),
    ListExecutions: operation({
      resources: (input: ListExecutionsCommandInput) => [
        input.mapRunArn ?? input.stateMachineArn ?? '*',
      ],
      run: (input) => list(parts, input),
    }),
    StopExecution: operation({
      resources: ({ executionArn: arn }: StopExecutionCommandInput) => [arn ?? '*'],
      run: ({ executionArn: arn, error, cause }) => {
        const record = executions.get(checkArn(arn));
        executions.stop(record.arn, error, cause);
        return { stopDate: new Date(record.stopEpochMs ?? cloud.clock.nowEpochMs()) };
      },
    }),
    RedriveExecution: operation({
      resources: ({ executionArn: arn }: RedriveExecutionCommandInput) => [arn ?? '*'],
      run: (input) => redrive(parts, input),
    }),
  };
};
