import type {
  ActionExecutionDetail,
  PipelineExecution,
  PipelineExecutionSummary,
  StageExecutionStatus,
  StageState,
} from '@aws-sdk/client-codepipeline';
import type { ActionExecution, Execution } from './executions';

export const toExecution = (execution: Execution): PipelineExecution => ({
  pipelineName: execution.pipeline,
  pipelineVersion: execution.pipelineVersion,
  pipelineExecutionId: execution.executionId,
  status: execution.status,
  artifactRevisions: [{ ...execution.revision, created: new Date(execution.startEpochMs) }],
  trigger: execution.trigger,
  executionMode: 'SUPERSEDED',
  executionType: 'STANDARD',
});

export const toExecutionSummary = (execution: Execution): PipelineExecutionSummary => ({
  pipelineExecutionId: execution.executionId,
  status: execution.status,
  startTime: new Date(execution.startEpochMs),
  lastUpdateTime: new Date(execution.lastUpdateEpochMs),
  sourceRevisions: [
    {
      actionName: 'Source',
      revisionId: execution.revision.revisionId,
      revisionSummary: execution.revision.revisionSummary,
    },
  ],
  trigger: execution.trigger,
  executionMode: 'SUPERSEDED',
  executionType: 'STANDARD',
});

/** Each stage with its newest execution, in the order in which stages were first seen. */
export const toStageStates = (executions: readonly Execution[]): StageState[] => {
  const names = new Set(executions.flatMap(({ actions }) => actions.map(({ stage }) => stage)));
  return [...names].flatMap((stageName) => {
    const latest = executions.findLast(({ actions }) =>
      actions.some(({ stage }) => stage === stageName),
    );
    if (latest === undefined) return [];
    const actions = latest.actions.filter(({ stage }) => stage === stageName);
    return [
      {
        stageName,
        inboundTransitionState: { enabled: true },
        latestExecution: {
          pipelineExecutionId: latest.executionId,
          status: statusOf(actions),
        },
        actionStates: actions.map((action) => ({
          actionName: action.action,
          currentRevision: toRevision(action),
          latestExecution: {
            actionExecutionId: action.actionExecutionId,
            status: action.status,
            percentComplete: action.percentComplete,
            errorDetails: action.errorDetails,
            lastStatusChange: new Date(action.lastUpdateEpochMs),
            externalExecutionId: action.externalExecutionId,
            summary: action.externalExecutionSummary,
          },
        })),
      },
    ];
  });
};

const toRevision = ({ currentRevision: it, startEpochMs }: ActionExecution) =>
  it && {
    revisionId: it.revision,
    revisionChangeId: it.changeIdentifier,
    created: it.created ?? new Date(startEpochMs),
  };

const statusOf = (actions: readonly ActionExecution[]): StageExecutionStatus => {
  if (actions.some(({ status }) => status === 'Failed')) return 'Failed';
  return actions.every(({ status }) => status === 'Succeeded') ? 'Succeeded' : 'InProgress';
};

export const toActionDetail = (
  execution: Execution,
  action: ActionExecution,
): ActionExecutionDetail => ({
  pipelineExecutionId: execution.executionId,
  actionExecutionId: action.actionExecutionId,
  pipelineVersion: execution.pipelineVersion,
  stageName: action.stage,
  actionName: action.action,
  startTime: new Date(action.startEpochMs),
  lastUpdateTime: new Date(action.lastUpdateEpochMs),
  status: action.status,
  input: {
    actionTypeId: {
      category: action.category,
      owner: 'AWS',
      provider: action.provider,
      version: '1',
    },
    configuration: action.configuration && { ...action.configuration },
  },
  output: {
    executionResult: {
      externalExecutionId: action.externalExecutionId,
      externalExecutionSummary: action.externalExecutionSummary,
      errorDetails: action.errorDetails,
    },
    outputVariables: action.outputVariables && { ...action.outputVariables },
  },
});
