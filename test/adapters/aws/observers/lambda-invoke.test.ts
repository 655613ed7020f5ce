import { createLambdaInvokeEye } from '../../../../adapters/aws/observers/lambda-invoke';
import { anAnsweredLambda, type Input } from '../../../support/answered-clients';
import { anEcsSubject } from '../../../support/looks';
import { aLook } from '../../../support/metric-looks';
import { anInvokeCheck } from '../../../support/releases';

const signal = new AbortController().signal;

/** Each look at it is ten milliseconds after the one before. */
const tickingClock = () => {
  let nowEpochMs = 0;
  return {
    nowEpochMs: () => (nowEpochMs += 10),
    abortAfter: () => signal,
  };
};
const saying = (answer: unknown, version = '2', FunctionError?: string) =>
  anAnsweredLambda(() => ({
    ExecutedVersion: version,
    FunctionError,
    Payload: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  }));
const payloadOf = (input: Input | undefined): unknown =>
  JSON.parse(Buffer.from(input?.Payload ?? '').toString());
const lookBy = (
  { client }: ReturnType<typeof saying>,
  check: Parameters<typeof anInvokeCheck>[0] = {},
) => createLambdaInvokeEye(client, tickingClock())(aLook(anInvokeCheck(check)), signal);

it('invokes the exact new version with the payload of this release', async () => {
  // given
  const lambda = saying({ statusCode: 200, body: { n: 3 } });

  // when
  const seen = await lookBy(lambda, {
    payload: { path: '/v/{{targetVersion}}' },
    assertions: [{ path: 'body.n' }, { path: 'nothing' }],
  });

  // then
  expect(lambda.inputs).toMatchObject([{ FunctionName: 'shop-checkout', Qualifier: '2' }]);
  expect(payloadOf(lambda.inputs[0])).toEqual({ path: '/v/2' });
  expect(seen).toEqual({
    kind: 'lambda-invoke',
    samples: [
      {
        executedVersion: '2',
        payload: '{"statusCode":200,"body":{"n":3}}',
        values: [3, null],
        durationMs: 10,
      },
    ],
  });
});

it('warms up first, and samples then', async () => {
  const lambda = saying({});
  const seen = await lookBy(lambda, { warmUp: 2, samples: 3 });
  expect(lambda.inputs).toHaveLength(5);
  expect(seen).toMatchObject({ samples: [{}, {}, {}] });
});

it('tells that the function failed, and asks nothing of its answer', async () => {
  const lambda = saying({ errorMessage: 'boom' }, '2', 'Unhandled');
  expect(await lookBy(lambda, { assertions: [{ path: 'errorMessage' }] })).toMatchObject({
    samples: [{ functionError: 'Unhandled', payload: '{"errorMessage":"boom"}', values: [] }],
  });
});

it('tells which version answered, and none where Lambda does not say', async () => {
  expect(await lookBy(saying({}, '1'))).toMatchObject({ samples: [{ executedVersion: '1' }] });
  expect(await lookBy(anAnsweredLambda(() => ({})))).toMatchObject({
    samples: [{ executedVersion: 'unknown', payload: '', values: [] }],
  });
});

it('keeps of a long answer what is expected of it', async () => {
  const lambda = saying({ statusCode: 500, body: 'x'.repeat(100_000), more: 1 });
  expect(await lookBy(lambda, { assertions: [{ path: 'body' }] })).toMatchObject({
    samples: [{ payload: '{"statusCode":500}', values: [`${'x'.repeat(1999)}…`] }],
  });
});

it('keeps the start of a long answer that is not JSON, less of each of many', async () => {
  const lambda = saying('x'.repeat(100_000));
  expect(await lookBy(lambda)).toMatchObject({ samples: [{ payload: `${'x'.repeat(1999)}…` }] });
  const [first] = await lookBy(lambda, { samples: 100 }).then((seen) =>
    seen.kind === 'lambda-invoke' ? seen.samples : [],
  );
  expect(first?.payload).toHaveLength(320);
});

it.each([
  ['NoFunctionToInvoke', {}, anEcsSubject()],
  ['PathNotValid', { assertions: [{ path: 'a[' }] }, undefined],
  ['PlaceholderNotFilled', { payload: '{{cluster}}' }, undefined],
])('is a fault %s', async (code, check, subject) => {
  const { client } = saying({});
  const look = aLook(anInvokeCheck(check), subject && { subject });
  expect(await createLambdaInvokeEye(client, tickingClock())(look, signal)).toMatchObject({
    kind: 'fault',
    code,
  });
});

it('throws where Lambda does not invoke', async () => {
  const lambda = anAnsweredLambda(() => Promise.reject(new Error('TooManyRequestsException')));
  await expect(lookBy(lambda)).rejects.toThrow('TooManyRequestsException');
});
