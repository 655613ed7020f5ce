import type {
  DescribeMapRunCommandInput,
  GetExecutionHistoryCommandInput,
  ListMapRunsCommandInput,
} from '@aws-sdk/client-sfn';
import { AwsError, operation, type Service } from '../../../service';
import { isRecord } from '../../../step-functions/json';
import { checkArn } from '../arns';
import { page, type Parts } from './parts';
import { toMapRunDescription } from '../views';

/** What `includeExecutionData: false` leaves out of each event's details. */
const DATA: readonly string[] = ['input', 'output', 'parameters', 'assignedVariables'];

const withoutData = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([name, details]: [string, unknown]) => [
      name,
      isRecord(details)
        ? Object.fromEntries(Object.entries(details).filter(([field]) => !DATA.includes(field)))
        : details,
    ]),
  );

export const historyOperations = ({ executions, mapRuns }: Parts): Service['operations'] => ({
  GetExecutionHistory: operation({
    resources: ({ executionArn }: GetExecutionHistoryCommandInput) => [executionArn ?? '*'],
    run: (input) => {
      const { events } = executions.get(checkArn(input.executionArn)).history;
      const ordered = input.reverseOrder === true ? [...events].reverse() : events;
      const { items, nextToken } = page(ordered, input);
      const shown = input.includeExecutionData === false ? items.map(withoutData) : items;
      return { events: shown, nextToken };
    },
  }),
  ListMapRuns: operation({
    resources: ({ executionArn }: ListMapRunsCommandInput) => [executionArn ?? '*'],
    run: (input) => {
      const execution = executions.get(checkArn(input.executionArn));
      const { items, nextToken } = page(mapRuns.ofExecution(execution.arn), input);
      const listed = items.map((it) => ({
        executionArn: it.executionArn,
        mapRunArn: it.arn,
        stateMachineArn: it.revision.arn,
        startDate: new Date(it.startEpochMs),
        ...(it.stopEpochMs === undefined ? {} : { stopDate: new Date(it.stopEpochMs) }),
      }));
      return { mapRuns: listed, nextToken };
    },
  }),
  DescribeMapRun: operation({
    resources: ({ mapRunArn }: DescribeMapRunCommandInput) => [mapRunArn ?? '*'],
    run: ({ mapRunArn }) => {
      const run = mapRuns.find(checkArn(mapRunArn));
      if (run === undefined)
        throw new AwsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
      return toMapRunDescription(run);
    },
  }),
});
