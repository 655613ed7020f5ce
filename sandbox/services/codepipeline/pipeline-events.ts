import type { Cloud } from '../../service';
import type { ActionExecution, Execution } from './executions';

const STATES: Readonly<Record<string, string>> = {
  InProgress: 'STARTED',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Stopped: 'STOPPED',
  Superseded: 'SUPERSEDED',
  Cancelled: 'CANCELED',
  Abandoned: 'ABANDONED',
};

const resultOf = (action: ActionExecution): Readonly<Record<string, unknown>> => {
  const { externalExecutionId: id, externalExecutionSummary: summary, errorDetails } = action;
  if (action.status === 'InProgress' || (id === undefined && errorDetails === undefined)) return {};
  return {
    'execution-result': {
      ...(id === undefined ? {} : { 'external-execution-id': id }),
      'external-execution-summary': summary ?? '',
      ...(errorDetails === undefined ? {} : { 'error-code': errorDetails.code }),
    },
  };
};

/**
 * What CodePipeline puts on the bus.
 * documented: https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const createPipelineEvents = (cloud: Cloud) => {
  const emit = (
    kind: string,
    execution: Execution,
    detail: Readonly<Record<string, unknown>>,
  ): void =>
    cloud.ports.events.emit({
      source: 'aws.codepipeline',
      detailType: `CodePipeline ${kind} Execution State Change`,
      resources: [`arn:aws:codepipeline:${cloud.region}:${cloud.account}:${execution.pipeline}`],
      detail: {
        pipeline: execution.pipeline,
        'execution-id': execution.executionId,
        ...detail,
        version: execution.pipelineVersion,
        'pipeline-execution-attempt': 1,
      },
    });
  return {
    pipeline: (execution: Execution): void =>
      emit('Pipeline', execution, {
        'start-time': new Date(execution.startEpochMs).toISOString(),
        'execution-trigger': {
          'trigger-type': execution.trigger.triggerType,
          'trigger-detail': execution.trigger.triggerDetail,
        },
        state: STATES[execution.status],
      }),
    /** A stage that a newer execution took over is told as canceled: there is no superseded stage. */
    stage: (execution: Execution, stage: string, status: Execution['status']): void =>
      emit('Stage', execution, {
        stage,
        state: status === 'Superseded' ? 'CANCELED' : STATES[status],
      }),
    /** Only an action that ended carries its result. */
    action: (execution: Execution, action: ActionExecution): void =>
      emit('Action', execution, {
        stage: action.stage,
        action: action.action,
        'action-execution-id': action.actionExecutionId,
        ...resultOf(action),
        state: STATES[action.status],
        region: cloud.region,
        type: { owner: 'AWS', provider: action.provider, category: action.category, version: '1' },
      }),
  };
};
