import { aFunction, aRole, startSmallStack, type SmallStack } from '../../../support/small-stack';

/** Answers its job as any SDK would, without one: the sandbox does not verify signatures. */
const SOURCE = `
exports.handler = async (event) => {
  const { id, data } = event['CodePipeline.job'];
  if (!data.artifactCredentials.sessionToken) throw new Error('no credentials');
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  const answer = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'CodePipeline_20150709.PutJobSuccessResult',
      'x-amz-security-token': AWS_SESSION_TOKEN,
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20261102/' + AWS_REGION +
        '/codepipeline/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ jobId: id, ...(data.continuationToken ? {} : { continuationToken: 'on' }) }),
  });
  return answer.status;
};`;

const ORDER = {
  pipeline: 'shop',
  trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'mary' },
  revision: { revisionId: '8cf40f2', revisionSummary: 'Add a basket' },
} as const;

let stack: SmallStack;
beforeEach(async () => {
  stack = await startSmallStack({
    Answers: aRole('answers', 'lambda.amazonaws.com', { 'codepipeline:PutJobSuccessResult': '*' }),
    Silent: aRole('silent', 'lambda.amazonaws.com'),
    Answering: aFunction('answering', 'answers', SOURCE),
    Denied: aFunction('denied', 'silent', SOURCE),
  });
});
afterEach(() => stack.stop());

const run = (functionName: string, afterMs: number) =>
  stack.play(async (sleep) => {
    const { pipelines } = stack.sandbox.ports;
    const { executionId } = pipelines.startExecution(ORDER);
    const order = { stage: 'Prod', action: 'Check', functionName };
    const action = pipelines.runLambdaAction(executionId, order);
    await sleep(afterMs);
    return action.status;
  });

it('is answered by a function whose role may, the second time that it is asked', async () => {
  expect(await run('answering', 29_000)).toBe('InProgress');
  expect(await run('answering', 31_000)).toBe('Succeeded');
  expect(stack.refused()).toEqual([]);
});

it('is not answered by one whose role may not, and times out', async () => {
  expect(await run('denied', 21 * 60_000)).toBe('Failed');
  expect(stack.refused()).toContain('silent codepipeline:PutJobSuccessResult');
});

it('leaves none of its credentials in the journal', async () => {
  // given
  await run('answering', 31_000);

  // then
  const entries = stack.sandbox.journal.entries();
  const invocations = entries.filter(({ kind }) => kind === 'invocation');
  expect(invocations).toHaveLength(2);
  expect(JSON.stringify(invocations)).toContain('"artifactCredentials":"not kept"');
  expect(JSON.stringify(entries)).not.toMatch(/secretAccessKey|sessionToken/);
});
