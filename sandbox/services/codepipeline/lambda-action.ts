import type {
  FailureType,
  PutJobFailureResultCommandInput,
  PutJobSuccessResultCommandInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError, type Cloud } from '../../service';
import type { ActionChange, ActionExecution, Execution, ExecutionBook } from './executions';
import { configurationOf, createCredentials, type Job, type LambdaActionOrder } from './jobs';
import { toJobEvent } from './jobs';
import type { CodePipelinePort } from './pipeline-port';

/**
 * Actions that invoke a function. The function's return counts for nothing: only what it answers to its job does, or
 * the action's time-out.
 * documented: https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export interface LambdaActions {
  run(executionId: string, order: LambdaActionOrder): ActionExecution;
  /** Throws JobNotFoundException. */
  job(jobId: string | undefined): Job;
  /** Throws JobNotFoundException, and InvalidJobStateException for a job that was answered or whose action ended. */
  succeed(input: PutJobSuccessResultCommandInput): void;
  /** As succeed. The action, its stage and the execution fail. */
  fail(input: PutJobFailureResultCommandInput): void;
}

/**
 * A function answers within 20 minutes, be it that the action goes on, which gives it 20 more; a day is the end of it.
 * documented: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
const ANSWER_WITHIN_MIN = 20;
const DEFAULT_TIMEOUT_MIN = 24 * 60;
/** assumed: that the function is called again with its token is documented, when is not. */
const CONTINUE_AFTER_MS = 30_000;

interface Failure {
  readonly code: FailureType;
  readonly message: string;
  readonly externalExecutionId?: string;
}

export interface LambdaActionDependencies {
  readonly cloud: Cloud;
  readonly book: ExecutionBook;
  readonly port: Pick<CodePipelinePort, 'setAction' | 'endExecution'>;
}

export const createLambdaActions = ({
  cloud,
  book,
  port,
}: LambdaActionDependencies): LambdaActions => {
  const jobs = new Map<string, Job>();
  const timers = new Map<ActionExecution, () => void>();
  const change = (
    execution: Execution,
    order: LambdaActionOrder,
    news: Pick<ActionChange, 'status'> & Partial<ActionChange>,
  ): void =>
    port.setAction(execution.executionId, {
      stage: order.stage,
      action: order.action,
      provider: 'Lambda',
      category: 'Invoke',
      ...news,
    });
  const end = ({ action }: Job): void => {
    timers.get(action)?.();
    timers.delete(action);
  };
  const failAction = (job: Job, { code, message, externalExecutionId }: Failure): void => {
    job.isOver = true;
    end(job);
    change(job.execution, job.order, {
      status: 'Failed',
      externalExecutionId,
      externalExecutionSummary: message,
      errorDetails: { code, message },
    });
    port.endExecution(job.execution.executionId, 'Failed');
  };
  const isRunning = ({ action, execution }: Job): boolean =>
    action.status === 'InProgress' && execution.status === 'InProgress';
  const invoke = (
    about: Pick<Job, 'execution' | 'action' | 'order' | 'continuationToken'>,
  ): void => {
    const credentials = createCredentials(cloud);
    const job: Job = { ...about, id: cloud.random.uuid(), credentials, isOver: false };
    jobs.set(job.id, job);
    const failure = refusalOf(cloud, job);
    if (failure !== undefined) return failAction(job, failure);
    // An action that hangs is failed by its newest job.
    timers.get(job.action)?.();
    armTimeOut(job);
    cloud.ports.functions.invokeAsync(
      job.order.functionName,
      JSON.stringify(toJobEvent(cloud, job)),
    );
  };
  const armTimeOut = (first: Job): void => {
    const { action, order } = first;
    const endEpochMs = action.startEpochMs + (order.timeoutMin ?? DEFAULT_TIMEOUT_MIN) * 60_000;
    const leftMs = Math.min(ANSWER_WITHIN_MIN * 60_000, endEpochMs - cloud.clock.nowEpochMs());
    const cancel = cloud.clock.after(leftMs, () => {
      timers.delete(first.action);
      const open = [...jobs.values()].findLast(({ action }) => action === first.action) ?? first;
      if (isRunning(open)) failAction(open, noResult(first.order.functionName));
    });
    timers.set(first.action, cancel);
  };
  const openJob = (jobId: string | undefined): Job => {
    const job = find(jobId);
    if (job.isOver || !isRunning(job))
      throw new AwsError(
        'InvalidJobStateException',
        `Job ${job.id} cannot be updated: it is not in progress.`,
      );
    return job;
  };
  const find = (jobId = ''): Job => {
    const job = jobs.get(jobId);
    if (job === undefined)
      throw new AwsError('JobNotFoundException', `A job with id '${jobId}' does not exist.`);
    return job;
  };
  return {
    job: find,
    run: (executionId, order) => {
      const execution = book.find(executionId);
      if (execution === undefined) throw new Error(`There is no execution ${executionId}.`);
      change(execution, order, { status: 'InProgress', configuration: configurationOf(order) });
      const action = execution.actions.findLast(
        (it) => it.stage === order.stage && it.action === order.action,
      );
      if (action === undefined) throw new Error(`The action ${order.action} did not start.`);
      invoke({ execution, action, order });
      return action;
    },
    succeed: (input) => {
      const job = openJob(input.jobId);
      const { execution, order, action } = job;
      const { continuationToken, executionDetails: details, currentRevision } = input;
      job.isOver = true;
      const news = {
        externalExecutionId: details?.externalExecutionId,
        externalExecutionSummary: details?.summary,
        percentComplete: details?.percentComplete,
        currentRevision,
      };
      if (continuationToken === undefined) {
        end(job);
        const { outputVariables } = input;
        return change(execution, order, { ...news, status: 'Succeeded', outputVariables });
      }
      change(execution, order, { ...news, status: 'InProgress' });
      cloud.clock.after(CONTINUE_AFTER_MS, () => {
        if (isRunning(job)) invoke({ execution, action, order, continuationToken });
      });
    },
    fail: ({ jobId, failureDetails }) =>
      failAction(openJob(jobId), {
        code: failureDetails?.type ?? 'JobFailed',
        message: failureDetails?.message ?? '',
        externalExecutionId: failureDetails?.externalExecutionId,
      }),
  };
};

/** Known from public reports of failed pipelines; the code is assumed. */
const noResult = (functionName: string): Failure => ({
  code: 'JobFailed',
  message:
    `The AWS Lambda function ${functionName} failed to return a result. Check the function to verify that it has ` +
    'permission to call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.',
});

/** What keeps the pipeline from invoking the function; words assumed. A role that is not known is let through. */
const refusalOf = (cloud: Cloud, { execution, order }: Job): Failure | undefined => {
  const { functionName } = order;
  const arn = `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${functionName}`;
  const { roleArn } = execution;
  const allowed =
    roleArn === undefined ||
    cloud.ports.identity.isAllowed(roleArn, 'lambda:InvokeFunction', arn) !== false;
  if (!allowed)
    return {
      code: 'PermissionError',
      message: `The service role or action role doesn't have the permissions required to access the AWS Lambda function named ${functionName}. Update the IAM role permissions, and then try again.`,
    };
  return cloud.ports.functions.hasVersion(functionName, '$LATEST')
    ? undefined
    : {
        code: 'ConfigurationError',
        message: `The AWS Lambda function ${functionName} cannot be found. Make sure that it exists in this region.`,
      };
};
