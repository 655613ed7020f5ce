import type {
  CurrentRevision,
  ErrorDetails,
  PipelineExecutionStatus,
  TriggerType,
} from '@aws-sdk/client-codepipeline';
import type { Cloud } from '../../service';

/**
 * One execution of a pipeline, as a story or a test puts it in: the sandbox runs no stages by itself, and of actions
 * those alone that invoke a function.
 */
export interface Execution {
  readonly executionId: string;
  readonly pipeline: string;
  readonly pipelineVersion: number;
  readonly trigger: { readonly triggerType: TriggerType; readonly triggerDetail: string };
  readonly revision: {
    readonly name: string;
    readonly revisionId: string;
    readonly revisionSummary: string;
  };
  /** The pipeline's service role, where its permissions are to count. */
  readonly roleArn?: string;
  readonly startEpochMs: number;
  status: PipelineExecutionStatus;
  lastUpdateEpochMs: number;
  readonly actions: ActionExecution[];
  /** The stage that has started and not ended. */
  openStage?: string;
}
export interface ActionExecution {
  readonly actionExecutionId: string;
  readonly stage: string;
  readonly action: string;
  readonly provider: string;
  readonly category: 'Source' | 'Build' | 'Deploy' | 'Approval' | 'Invoke' | 'Test';
  readonly startEpochMs: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';
  lastUpdateEpochMs: number;
  externalExecutionId?: string;
  externalExecutionSummary?: string;
  percentComplete?: number;
  errorDetails?: ErrorDetails;
  currentRevision?: CurrentRevision;
  configuration?: Readonly<Record<string, string>>;
  outputVariables?: Readonly<Record<string, string>>;
}

export interface NewExecution {
  readonly pipeline: string;
  readonly trigger: Execution['trigger'];
  readonly revision: { readonly revisionId: string; readonly revisionSummary: string };
  readonly roleArn?: string;
}
/** What is undefined stays as it was. */
export interface ActionChange {
  readonly stage: string;
  readonly action: string;
  readonly provider: string;
  readonly category: ActionExecution['category'];
  readonly status: ActionExecution['status'];
  readonly externalExecutionId?: string;
  readonly externalExecutionSummary?: string;
  readonly percentComplete?: number;
  readonly errorDetails?: ErrorDetails;
  readonly currentRevision?: CurrentRevision;
  readonly configuration?: Readonly<Record<string, string>>;
  readonly outputVariables?: Readonly<Record<string, string>>;
}

export interface ExecutionBook {
  /** Newest last. */
  of(pipeline: string): readonly Execution[];
  find(executionId: string): Execution | undefined;
  start(order: NewExecution): Execution;
}

export const createExecutionBook = ({ clock, random }: Cloud): ExecutionBook => {
  const executions: Execution[] = [];
  return {
    of: (pipeline) => executions.filter((it) => it.pipeline === pipeline),
    find: (executionId) => executions.find((it) => it.executionId === executionId),
    start: ({ pipeline, trigger, revision, roleArn }) => {
      const nowEpochMs = clock.nowEpochMs();
      const execution: Execution = {
        executionId: random.uuid(),
        pipeline,
        pipelineVersion: 1,
        trigger,
        revision: { name: 'SourceArtifact', ...revision },
        ...(roleArn === undefined ? {} : { roleArn }),
        startEpochMs: nowEpochMs,
        status: 'InProgress',
        lastUpdateEpochMs: nowEpochMs,
        actions: [],
      };
      executions.push(execution);
      return execution;
    },
  };
};
