import type {
  GetPipelineExecutionCommandInput,
  GetPipelineExecutionOutput,
  GetPipelineStateCommandInput,
  GetPipelineStateOutput,
  ListActionExecutionsCommandInput,
  ListActionExecutionsOutput,
  ListPipelineExecutionsCommandInput,
  ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import { AwsError, operation, type Cloud, type Service } from '../../service';
import { pageOf } from '../paging';
import {
  createExecutionBook,
  type ActionChange,
  type Execution,
  type ExecutionBook,
  type NewExecution,
} from './executions';
import { createPipelineEvents } from './pipeline-events';
import { toActionDetail, toExecution, toExecutionSummary, toStageStates } from './views';

/** How stories and tests move pipelines: CodePipeline's events follow by themselves. */
export interface CodePipelinePort {
  startExecution(order: NewExecution): Execution;
  setAction(executionId: string, change: ActionChange): void;
  endExecution(executionId: string, status: Execution['status']): void;
}

/** CodePipeline, as far as it tells who started a run, with which commit, and what its actions made. */
export const createCodePipeline = (
  cloud: Cloud,
): { readonly service: Service; readonly port: CodePipelinePort } => {
  const book = createExecutionBook(cloud);
  return {
    service: {
      signingName: 'codepipeline',
      iamPrefix: 'codepipeline',
      loadModel: () => import('@aws-sdk/client-codepipeline'),
      operations: createOperations(cloud, book),
    },
    port: createPort(cloud, book),
  };
};

const refuseToken = (): never => {
  throw new AwsError('InvalidNextTokenException', 'The next token is not valid.');
};

const executionsOf = (book: ExecutionBook, pipeline = ''): readonly Execution[] => {
  const executions = book.of(pipeline);
  if (executions.length === 0)
    throw new AwsError(
      'PipelineNotFoundException',
      `Account does not have a pipeline with name '${pipeline}'`,
    );
  return executions;
};

const createOperations = (cloud: Cloud, book: ExecutionBook) => {
  const arnOf = (pipeline = ''): readonly string[] => [
    `arn:aws:codepipeline:${cloud.region}:${cloud.account}:${pipeline}`,
  ];
  const onPipeline = ({ pipelineName }: { pipelineName: string | undefined }) =>
    arnOf(pipelineName);
  return {
    GetPipelineExecution: operation({
      resources: onPipeline,
      run: (input: GetPipelineExecutionCommandInput): GetPipelineExecutionOutput => {
        const execution = executionsOf(book, input.pipelineName).find(
          (it) => it.executionId === input.pipelineExecutionId,
        );
        if (execution === undefined)
          throw new AwsError(
            'PipelineExecutionNotFoundException',
            `A pipeline execution with id '${input.pipelineExecutionId ?? ''}' does not exist.`,
          );
        return { pipelineExecution: toExecution(execution) };
      },
    }),
    GetPipelineState: operation({
      resources: ({ name }: GetPipelineStateCommandInput) => arnOf(name),
      run: ({ name }: GetPipelineStateCommandInput): GetPipelineStateOutput => {
        const executions = executionsOf(book, name);
        return {
          pipelineName: name,
          pipelineVersion: 1,
          stageStates: toStageStates(executions),
          created: new Date(executions[0]?.startEpochMs ?? 0),
          updated: new Date(executions[0]?.startEpochMs ?? 0),
        };
      },
    }),
    ListPipelineExecutions: operation({
      resources: onPipeline,
      run: (input: ListPipelineExecutionsCommandInput): ListPipelineExecutionsOutput => {
        const newestFirst = executionsOf(book, input.pipelineName).toReversed();
        const { items, nextToken } = pageOf(newestFirst, {
          token: input.nextToken,
          limit: input.maxResults ?? 100,
          refuseToken,
        });
        return { pipelineExecutionSummaries: items.map(toExecutionSummary), nextToken };
      },
    }),
    ListActionExecutions: operation({
      resources: onPipeline,
      run: (input: ListActionExecutionsCommandInput): ListActionExecutionsOutput => {
        const wanted = input.filter?.pipelineExecutionId;
        const details = executionsOf(book, input.pipelineName)
          .filter((it) => wanted === undefined || it.executionId === wanted)
          .flatMap((execution) => execution.actions.map((it) => toActionDetail(execution, it)))
          .toReversed();
        const { items, nextToken } = pageOf(details, {
          token: input.nextToken,
          limit: input.maxResults ?? 100,
          refuseToken,
        });
        return { actionExecutionDetails: [...items], nextToken };
      },
    }),
  };
};

const createPort = (cloud: Cloud, book: ExecutionBook): CodePipelinePort => {
  const events = createPipelineEvents(cloud);
  const find = (executionId: string): Execution => {
    const execution = book.find(executionId);
    if (execution === undefined) throw new Error(`There is no execution ${executionId}.`);
    return execution;
  };
  return {
    startExecution: (order) => {
      const execution = book.start(order);
      events.pipeline(execution);
      return execution;
    },
    setAction: (executionId, change) => {
      const execution = find(executionId);
      const nowEpochMs = cloud.clock.nowEpochMs();
      const standing = execution.actions.find(
        (it) => it.stage === change.stage && it.action === change.action,
      );
      const action = standing ?? {
        ...change,
        actionExecutionId: cloud.random.uuid(),
        startEpochMs: nowEpochMs,
        lastUpdateEpochMs: nowEpochMs,
      };
      if (standing === undefined) execution.actions.push(action);
      // A deployment's id is known to the state as soon as there is one, and to events only at the end.
      const isNews = standing?.status !== change.status;
      Object.assign(action, change, { lastUpdateEpochMs: nowEpochMs });
      execution.lastUpdateEpochMs = nowEpochMs;
      if (isNews) events.action(execution, action);
    },
    endExecution: (executionId, status) => {
      const execution = find(executionId);
      execution.status = status;
      execution.lastUpdateEpochMs = cloud.clock.nowEpochMs();
      events.pipeline(execution);
    },
  };
};
