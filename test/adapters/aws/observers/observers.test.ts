import { createObservers } from '../../../../adapters/aws/observers/observers';
import type { Check } from '../../../../domain/releases/checks/check';
import {
  anAnsweredCloudWatch,
  anAnsweredLambda,
  anAnsweredSsm,
} from '../../../support/answered-clients';
import { aClaimBook, aClock } from '../../../support/fakes';
import { aCommandLook, anHttpLook, aSuiteLook } from '../../../support/looks';
import { aBaseline, aLook, anAlarmsLook, aThreshold } from '../../../support/metric-looks';
import { anInvokeCheck } from '../../../support/releases';

const signal = new AbortController().signal;
const observing = (answer: unknown, probeFunctionName?: string, FunctionError?: string) => {
  const lambda = anAnsweredLambda(() => ({
    ExecutedVersion: '2',
    FunctionError,
    Payload: Buffer.from(JSON.stringify(answer)),
  }));
  const observers = createObservers({
    lambda: lambda.client,
    cloudWatch: anAnsweredCloudWatch(({ AlarmNames }) =>
      AlarmNames === undefined
        ? { MetricDataResults: [] }
        : { MetricAlarms: [{ AlarmName: 'shop-errors', StateValue: 'OK' }] },
    ).client,
    ssm: anAnsweredSsm(() => ({})).client,
    claims: aClaimBook(),
    clock: aClock(),
    probeFunctionName,
  });
  return { lambda, look: (check: Check) => observers.look(aLook(check), signal), observers };
};

it.each([
  ['http', anHttpLook({ url: 'http://127.0.0.1/' }), { code: 'AddressRefused' }],
  ['lambda-invoke', anInvokeCheck(), { kind: 'lambda-invoke' }],
  ['alarms', anAlarmsLook(), { kind: 'alarms', alarms: [{ name: 'shop-errors', state: 'OK' }] }],
  ['metric-threshold', aThreshold(), { kind: 'metric-threshold' }],
  ['metric-baseline', aBaseline(), { kind: 'metric-baseline' }],
  ['ssm-command', aCommandLook(), { kind: 'ssm-command', hosts: [] }],
  ['suite', aSuiteLook(), { kind: 'fault', code: 'SuiteAnswerNotValid' }],
])('looks for a check of kind %s with the eye of that kind', async (_, check, seen) => {
  expect(await observing({ statusCode: 200 }).look(check)).toMatchObject(seen);
});

it('reads alarms by their names', async () => {
  expect(await observing({}).observers.alarms(['shop-errors'], signal)).toEqual([
    { name: 'shop-errors', state: 'OK' },
  ]);
});

it('finds a fault in an alarm that is named for what the release does not have', async () => {
  const check = anAlarmsLook({ alarms: ['{{cluster}}-errors'] });
  expect(await observing({}).look(check)).toMatchObject({ code: 'PlaceholderNotFilled' });
});

describe('a look from the probe', () => {
  const check = anHttpLook({
    from: 'probe',
    url: 'https://shop.internal/v/{{targetVersion}}',
    expect: { json: { version: '{{targetVersion}}' }, headers: { 'X-Version': '2' } },
  });

  it('is a fault where the stack has none', async () => {
    const { look, lambda } = observing({});
    expect(await look(check)).toEqual({
      kind: 'fault',
      code: 'NoProbe',
      sentence: 'The stack has no probe function to look from.',
    });
    expect(lambda.inputs).toEqual([]);
  });

  it('is what the probe saw', async () => {
    // given
    const seen = {
      kind: 'http',
      samples: [{ status: 200, durationMs: 3, headers: {}, json: { version: '2' }, values: [] }],
    };
    const { look, lambda } = observing(seen, 'slipway-dev-probe');

    // when
    const observation = await look(check);

    // then
    expect(observation).toEqual(seen);
    expect(lambda.inputs).toMatchObject([{ FunctionName: 'slipway-dev-probe' }]);
    expect(JSON.parse(Buffer.from(lambda.inputs[0]?.Payload).toString())).toEqual({
      schemaVersion: 1,
      request: {
        url: 'https://shop.internal/v/2',
        method: 'GET',
        headers: {},
        samples: 1,
        followRedirects: 0,
        allowAddresses: [],
        timeoutSec: 10,
        wanted: { json: { version: '2' }, headers: ['x-version'], paths: [] },
      },
    });
  });

  it('is the fault that the probe found', async () => {
    const fault = { kind: 'fault', code: 'ConnectionFailed', sentence: 'It could not be asked.' };
    expect(await observing(fault, 'probe').look(check)).toEqual(fault);
  });

  it.each([
    [{}, 'kind is out of form (invalid_union)'],
    [{ kind: 'suite', outcome: 'passed' }, 'kind is out of form (invalid_union)'],
    [{ kind: 'http' }, 'samples must be a array'],
    [
      { kind: 'http', samples: [{ status: '200', durationMs: 1, headers: {}, values: [] }] },
      'samples.0.status must be a number',
    ],
  ])('is a fault where the probe answers %j', async (answer, faults) => {
    expect(await observing(answer, 'probe').look(check)).toEqual({
      kind: 'fault',
      code: 'ProbeAnswerNotValid',
      sentence: `The probe's answer is not valid: ${faults}.`,
    });
  });

  it('is a fault where the probe fails', async () => {
    expect(await observing({ errorMessage: 'x' }, 'probe', 'Unhandled').look(check)).toMatchObject({
      kind: 'fault',
      code: 'ProbeFailed',
    });
  });
});
