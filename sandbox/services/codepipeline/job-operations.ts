import type {
  GetJobDetailsCommandInput,
  GetJobDetailsOutput,
  PutJobFailureResultCommandInput,
  PutJobSuccessResultCommandInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError, type Cloud, operation } from '../../service';
import { toJobDetails } from './jobs';
import type { LambdaActions } from './lambda-action';

const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** assumed: the quotas page has a size for all variables of a pipeline, which this follows for one action. */
const VARIABLES_BYTES = 122_880;

const invalid = (member: string, value: unknown, constraint: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );

/** documented with each operation's parameters; the sentences are assumed. Throws ValidationException. */
const checkJobId = (jobId = ''): void => {
  if (!JOB_ID.test(jobId))
    throw invalid(
      'jobId',
      jobId,
      `Member must satisfy regular expression pattern: ${JOB_ID.source.slice(1, -1)}`,
    );
};
const checkLength = (member: string, text: string | undefined, longest: number): void => {
  if (text !== undefined && text.length > longest)
    throw invalid(member, text, `Member must have length less than or equal to ${longest}`);
};

const checkSuccess = (input: PutJobSuccessResultCommandInput): void => {
  const { executionDetails: details, outputVariables: variables = {}, continuationToken } = input;
  checkJobId(input.jobId);
  checkLength('continuationToken', continuationToken, 2_048);
  checkLength('executionDetails.summary', details?.summary, 2_048);
  checkLength('executionDetails.externalExecutionId', details?.externalExecutionId, 1_500);
  const percent = details?.percentComplete ?? 0;
  if (percent < 0 || percent > 100)
    throw invalid('executionDetails.percentComplete', percent, 'Member must be between 0 and 100');
  if (continuationToken !== undefined && Object.keys(variables).length > 0)
    throw new AwsError(
      'ValidationException',
      'Output variables cannot be supplied together with a continuation token.',
    );
  const badKey = Object.keys(variables).find((key) => !/^[A-Za-z0-9@\-_]+$/.test(key));
  if (badKey !== undefined)
    throw invalid(
      'outputVariables',
      badKey,
      'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [A-Za-z0-9@\\-_]+]',
    );
  if (Buffer.byteLength(Object.entries(variables).flat().join('')) > VARIABLES_BYTES)
    throw new AwsError(
      'OutputVariablesSizeExceededException',
      'The total size of the output variables exceeds the limit.',
    );
};

/**
 * What a function answers its pipeline with. The actions have no resource type.
 * documented: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
 */
export const jobOperations = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  actions: Pick<LambdaActions, 'job' | 'succeed' | 'fail'>,
) => ({
  PutJobSuccessResult: operation<PutJobSuccessResultCommandInput, void>({
    resources: () => ['*'],
    run: (input) => {
      checkSuccess(input);
      actions.succeed(input);
    },
  }),
  PutJobFailureResult: operation<PutJobFailureResultCommandInput, void>({
    resources: () => ['*'],
    run: (input) => {
      checkJobId(input.jobId);
      checkLength('failureDetails.message', input.failureDetails?.message, 5_000);
      actions.fail(input);
    },
  }),
  GetJobDetails: operation<GetJobDetailsCommandInput, GetJobDetailsOutput>({
    resources: () => ['*'],
    run: ({ jobId }) => {
      checkJobId(jobId);
      return { jobDetails: toJobDetails(cloud, actions.job(jobId)) };
    },
  }),
});
