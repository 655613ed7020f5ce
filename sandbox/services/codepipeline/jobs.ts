import type { Cloud } from '../../service';
import type { ActionExecution, Execution } from './executions';

/** What a Lambda action is configured with, as a story or a test orders it. */
export interface LambdaActionOrder {
  readonly stage: string;
  readonly action: string;
  readonly functionName: string;
  readonly userParameters?: string;
  /** Of the action in all; a day where absent, as on AWS. */
  readonly timeoutMin?: number;
  /** Names of the artifacts that the action takes. */
  readonly inputArtifacts?: readonly string[];
}

/** One invocation's worth of an action: a function that asks to be called again answers a further job. */
export interface Job {
  readonly id: string;
  readonly execution: Execution;
  readonly action: ActionExecution;
  readonly order: LambdaActionOrder;
  readonly continuationToken?: string;
  readonly credentials: ArtifactCredentials;
  /** Answered, timed out, or of an action that ended otherwise: nothing more is taken for it. */
  isOver: boolean;
}

/** Made up for each job; they open nothing. They stand in the event as on AWS, and nowhere else. */
export interface ArtifactCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export const createCredentials = ({ random }: Pick<Cloud, 'random'>): ArtifactCredentials => ({
  accessKeyId: `ASIA${random.text(16)}`,
  secretAccessKey: random.text(40),
  sessionToken: random.text(120),
});

const artifactsOf = ({ execution, order }: Job) =>
  (order.inputArtifacts ?? []).map((name) => ({
    location: {
      s3Location: {
        bucketName: 'codepipeline-eu-west-1-sandbox',
        objectKey: `${execution.pipeline}/${name}/${execution.executionId.slice(0, 7)}`,
      },
      type: 'S3' as const,
    },
    revision: null,
    name,
  }));

export const configurationOf = ({
  functionName,
  userParameters,
}: LambdaActionOrder): Readonly<Record<string, string>> => ({
  FunctionName: functionName,
  ...(userParameters === undefined ? {} : { UserParameters: userParameters }),
});

/**
 * What the function is invoked with. A first job has no continuation token.
 * documented: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
 */
export const toJobEvent = ({ account }: Pick<Cloud, 'account'>, job: Job) => ({
  'CodePipeline.job': {
    id: job.id,
    accountId: account,
    data: {
      actionConfiguration: { configuration: configurationOf(job.order) },
      inputArtifacts: artifactsOf(job),
      outputArtifacts: [],
      artifactCredentials: job.credentials,
      ...(job.continuationToken === undefined ? {} : { continuationToken: job.continuationToken }),
    },
  },
});

/** What GetJobDetails says of it, beyond what the event has: where in the pipeline it stands. */
export const toJobDetails = (cloud: Pick<Cloud, 'account' | 'region'>, job: Job) => {
  const { execution, action } = job;
  const { inputArtifacts, ...data } = toJobEvent(cloud, job)['CodePipeline.job'].data;
  return {
    id: job.id,
    accountId: cloud.account,
    data: {
      ...data,
      inputArtifacts: inputArtifacts.map(({ location, name }) => ({ location, name })),
      actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' } as const,
      pipelineContext: {
        pipelineName: execution.pipeline,
        pipelineArn: `arn:aws:codepipeline:${cloud.region}:${cloud.account}:${execution.pipeline}`,
        pipelineExecutionId: execution.executionId,
        stage: { name: action.stage },
        action: { name: action.action, actionExecutionId: action.actionExecutionId },
      },
    },
  };
};
