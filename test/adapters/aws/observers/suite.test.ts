import { createSuiteEye } from '../../../../adapters/aws/observers/suite';
import { anAnsweredLambda } from '../../../support/answered-clients';
import { aSuiteLook } from '../../../support/looks';
import { aLook } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const signal = new AbortController().signal;
const saying = (answer: unknown, FunctionError?: string) =>
  anAnsweredLambda(() => ({
    FunctionError,
    Payload: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  }));
const asked = (lambda: ReturnType<typeof saying>, parameters = {}) =>
  createSuiteEye(lambda.client)(aLook(aSuiteLook({ parameters })), signal);

it('sends the release and what it lands on', async () => {
  const lambda = saying({ outcome: 'passed', reason: 'AllGreen' });
  await asked(lambda, { browser: 'firefox', version: '{{targetVersion}}' });
  expect(lambda.inputs).toMatchObject([
    { FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:shop-smoke-tests' },
  ]);
  expect(JSON.parse(Buffer.from(lambda.inputs[0]?.Payload).toString())).toEqual({
    schemaVersion: 1,
    release: { account: '123456789012', region: 'eu-west-1', deploymentId: 'd-GOOD00001' },
    application: 'shop',
    group: 'checkout',
    startedAt: '2026-11-02T11:59:00.000Z',
    target: {
      lambda: {
        functionName: 'shop-checkout',
        alias: 'live',
        currentVersion: '1',
        targetVersion: '2',
      },
    },
    parameters: { browser: 'firefox', version: '2' },
  });
});

it('sends hosts of a release that lands on hosts, and nothing of alarms', async () => {
  const lambda = saying({ outcome: 'passed', reason: 'AllGreen' });
  const subject = aSubject({
    lambda: undefined,
    instanceIds: ['i-1'],
    alarmsAtStart: { secret: 'OK' },
  });
  await createSuiteEye(lambda.client)(aLook(aSuiteLook(), { subject }), signal);
  const sent = JSON.parse(Buffer.from(lambda.inputs[0]?.Payload).toString());
  expect(sent.target).toEqual({ instanceIds: ['i-1'] });
  expect(JSON.stringify(sent)).not.toContain('secret');
});

it.each([
  [
    { outcome: 'failed', reason: 'TwoOfNine', detail: 'cart, pay', samples: 9 },
    { outcome: 'failed', reason: 'TwoOfNine', detail: 'cart, pay', samples: 9 },
  ],
  [
    { outcome: 'inconclusive', reason: 'NoOrders' },
    { outcome: 'inconclusive', reason: 'NoOrders', detail: '', samples: 1 },
  ],
  [
    { outcome: 'error', reason: 'Broken', detail: 'x'.repeat(5000), samples: 0 },
    { outcome: 'error', reason: 'Broken', detail: `${'x'.repeat(1999)}…`, samples: 0 },
  ],
])('takes the answer %j', async (answer, seen) => {
  expect(await asked(saying(answer))).toEqual({ kind: 'suite', ...seen });
});

it.each([
  ['', 'all of it must be a object'],
  ['null', 'all of it must be a object'],
  ['"passed"', 'all of it must be a object'],
  [{}, 'outcome is out of form (invalid_value); reason must be a string'],
  [{ outcome: 'Passed', reason: 'AllGreen' }, 'outcome is out of form (invalid_value)'],
  [{ outcome: 'passed', reason: 'all green' }, 'reason is out of form (invalid_format)'],
  [{ outcome: 'passed', reason: 'X', sample: 1 }, 'all of it is out of form (unrecognized_keys)'],
  [{ outcome: 'passed', reason: 'X', samples: -1 }, 'samples is out of form (too_small)'],
])('is a fault where it answers %j', async (answer, faults) => {
  expect(await asked(saying(answer))).toEqual({
    kind: 'fault',
    code: 'SuiteAnswerNotValid',
    sentence: `The suite's answer is not valid: ${faults}.`,
  });
});

it('is a fault where it fails', async () => {
  const lambda = saying({ errorMessage: 'Task timed out' }, 'Unhandled');
  expect(await asked(lambda)).toEqual({
    kind: 'fault',
    code: 'SuiteFailed',
    sentence: 'The suite failed: {"errorMessage":"Task timed out"}',
  });
});

it('is a fault where a parameter names what the release does not have', async () => {
  expect(await asked(saying({}), { cluster: '{{cluster}}' })).toMatchObject({
    kind: 'fault',
    code: 'PlaceholderNotFilled',
  });
});
