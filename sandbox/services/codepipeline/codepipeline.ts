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
import { jobOperations } from './job-operations';
import { createLambdaActions } from './lambda-action';
import { createExecutionBook, type Execution, type ExecutionBook } from './executions';
import { createPipelinePort, type CodePipelinePort } from './pipeline-port';
import { toActionDetail, toExecution, toExecutionSummary, toStageStates } from './views';

export type { CodePipelinePort } from './pipeline-port';
export type { LambdaActionOrder } from './jobs';

/**
 * CodePipeline, as far as it tells who started a run, with which commit, and what its actions made; and its actions
 * that invoke functions, with the jobs that these answer.
 */
export const createCodePipeline = (
  cloud: Cloud,
): { readonly service: Service; readonly port: CodePipelinePort } => {
  const book = createExecutionBook(cloud);
  const port = createPipelinePort(cloud, book);
  const actions = createLambdaActions({ cloud, book, port });
  return {
    service: {
      signingName: 'codepipeline',
      iamPrefix: 'codepipeline',
      loadModel: () => import('@aws-sdk/client-codepipeline'),
      operations: { ...createOperations(cloud, book), ...jobOperations(cloud, actions) },
    },
    port: { ...port, runLambdaAction: actions.run },
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

const executionOf = (book: ExecutionBook, pipeline: string | undefined, id = ''): Execution => {
  const execution = executionsOf(book, pipeline).find((it) => it.executionId === id);
  if (execution === undefined)
    throw new AwsError(
      'PipelineExecutionNotFoundException',
      `A pipeline execution with id '${id}' does not exist.`,
    );
  return execution;
};

const succeededIn = ({ actions }: Execution, stageName: string): boolean => {
  const inStage = actions.filter(({ stage }) => stage === stageName);
  return inStage.length > 0 && inStage.every(({ status }) => status === 'Succeeded');
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
      run: (input: GetPipelineExecutionCommandInput): GetPipelineExecutionOutput => ({
        pipelineExecution: toExecution(
          executionOf(book, input.pipelineName, input.pipelineExecutionId),
        ),
      }),
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
        const stageName = input.filter?.succeededInStage?.stageName;
        const newestFirst = executionsOf(book, input.pipelineName)
          .filter((it) => stageName === undefined || succeededIn(it, stageName))
          .toReversed();
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
        const { filter, pipelineName } = input;
        const wanted =
          filter?.pipelineExecutionId ?? filter?.latestInPipelineExecution?.pipelineExecutionId;
        const executions =
          wanted === undefined
            ? executionsOf(book, pipelineName)
            : [executionOf(book, pipelineName, wanted)];
        const details = executions
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
