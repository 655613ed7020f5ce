import type { Cloud } from '../../service';
import type {
  ActionChange,
  ActionExecution,
  Execution,
  ExecutionBook,
  NewExecution,
} from './executions';
import type { LambdaActionOrder } from './jobs';
import { createPipelineEvents } from './pipeline-events';

/**
 * How stories and tests move pipelines: CodePipeline's events follow by themselves, those of stages too. A stage
 * starts with its first action; it ends when one of its actions fails, when another stage starts, or with the
 * execution.
 */
export interface CodePipelinePort {
  startExecution(order: NewExecution): Execution;
  setAction(executionId: string, change: ActionChange): void;
  endExecution(executionId: string, status: Execution['status']): void;
  /**
   * Starts an action that invokes the function with a job. Its stage starts with it; it succeeds, or fails and the
   * execution with it, by what the function answers. What is given back is the action's own record, whose status
   * changes.
   */
  runLambdaAction(executionId: string, order: LambdaActionOrder): ActionExecution;
}

/** What an action's end makes of its stage at once; without an entry the stage goes on. */
const STAGE_END: Partial<Record<ActionExecution['status'], Execution['status']>> = {
  Failed: 'Failed',
  Abandoned: 'Stopped',
};

const given = (change: ActionChange): Partial<ActionChange> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** All of it but what needs jobs. */
export const createPipelinePort = (
  cloud: Cloud,
  book: ExecutionBook,
): Omit<CodePipelinePort, 'runLambdaAction'> => {
  const events = createPipelineEvents(cloud);
  const find = (executionId: string): Execution => {
    const execution = book.find(executionId);
    if (execution === undefined) throw new Error(`There is no execution ${executionId}.`);
    return execution;
  };
  const leaveStage = (execution: Execution, status: Execution['status']): void => {
    const { openStage } = execution;
    execution.openStage = undefined;
    if (openStage !== undefined) events.stage(execution, openStage, status);
  };
  const enterStage = (execution: Execution, stage: string): void => {
    if (execution.openStage === stage) return;
    leaveStage(execution, 'Succeeded');
    execution.openStage = stage;
    events.stage(execution, stage, 'InProgress');
  };
  const standingOf = (execution: Execution, { stage, action }: ActionChange) =>
    execution.actions.find((it) => it.stage === stage && it.action === action);
  const add = (execution: Execution, change: ActionChange): ActionExecution => {
    const nowEpochMs = cloud.clock.nowEpochMs();
    const action = {
      ...change,
      actionExecutionId: cloud.random.uuid(),
      startEpochMs: nowEpochMs,
      lastUpdateEpochMs: nowEpochMs,
    };
    execution.actions.push(action);
    return action;
  };
  return {
    startExecution: (order) => {
      const execution = book.start(order);
      events.pipeline(execution);
      return execution;
    },
    setAction: (executionId, change) => {
      const execution = find(executionId);
      const standing = standingOf(execution, change);
      // A deployment's id is known to the state as soon as there is one, and to events only at the end.
      const isNews = standing?.status !== change.status;
      if (standing === undefined) enterStage(execution, change.stage);
      const action = standing ?? add(execution, change);
      execution.lastUpdateEpochMs = cloud.clock.nowEpochMs();
      Object.assign(action, given(change), { lastUpdateEpochMs: execution.lastUpdateEpochMs });
      if (!isNews) return;
      events.action(execution, action);
      const stageEnd = STAGE_END[change.status];
      if (stageEnd !== undefined) leaveStage(execution, stageEnd);
    },
    endExecution: (executionId, status) => {
      const execution = find(executionId);
      execution.status = status;
      execution.lastUpdateEpochMs = cloud.clock.nowEpochMs();
      leaveStage(execution, status);
      events.pipeline(execution);
    },
  };
};
