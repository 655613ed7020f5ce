import { checkDefinition } from '../../../../sandbox/step-functions/definition/check-definition';
import { aMachine } from '../step-functions-sandbox';

const saidOf = (definition: object) =>
  checkDefinition(JSON.stringify(definition)).diagnostics.map(
    ({ code, message, location }) => `${code}: ${message} at ${location}`,
  );
const of = (state: object) => saidOf(aMachine({ A: { End: true, ...state } }));
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: {} };
const IN = { StartAt: 'In', States: { In: { Type: 'Succeed' } } };
const map = (ProcessorConfig: object, overrides: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig, ...IN },
  ...overrides,
});

describe("a definition that is refused is told in AWS's words", () => {
  it.each<[object, string]>([
    [{ ...TASK, TimeoutSeconds: 0 }, 'Minimum value is 1 at /States/A/TimeoutSeconds'],
    [
      { ...TASK, HeartbeatSeconds: 100_000_000 },
      'Maximum value is 99999999 at /States/A/HeartbeatSeconds',
    ],
    [
      { ...TASK, TimeoutSeconds: '5' },
      'Expected value of type Integer at /States/A/TimeoutSeconds',
    ],
    [
      { ...TASK, Retry: [{ ErrorEquals: ['Busy'], BackoffRate: 0.5 }] },
      'Minimum value is 1 at /States/A/Retry[0]/BackoffRate',
    ],
    [
      { ...TASK, Retry: [{ ErrorEquals: [] }] },
      'Value cannot be empty at /States/A/Retry[0]/ErrorEquals',
    ],
    [
      { ...TASK, Retry: [{ ErrorEquals: ['States.ALL', 'Busy'] }] },
      'States.ALL must appear alone and at end of list at /States/A/Retry[0]/ErrorEquals',
    ],
    [{ ...TASK, Retry: [{}] }, 'These fields are required: [ErrorEquals] at /States/A/Retry[0]'],
    [
      { ...TASK, Retry: [{ ErrorEquals: ['Busy'], JitterStrategy: 'SOME' }] },
      'Value should be one of the following: [FULL, NONE] at /States/A/Retry[0]/JitterStrategy',
    ],
    [{ ...TASK, Credentials: {} }, 'These fields are required: [RoleArn] at /States/A/Credentials'],
    [
      { Type: 'Pass', Next: 'A' },
      'There should only be one of the following fields: [Next, End] at /States/A',
    ],
    [
      { Type: 'Pass', End: undefined },
      'This object should have only one of the following fields: [Next, End] at /States/A',
    ],
    [{ Type: 'Pass', Resource: 'x' }, "Field 'Resource' is not supported at /States/A/Resource"],
    [
      { Type: 'Pass', ResultPath: '$.x' },
      "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/A/ResultPath",
    ],
    [
      { Type: 'Pass', Output: '{% $states.input' },
      'JSONata string must start with {% and end with %} at /States/A/Output',
    ],
    [
      { Type: 'Wait', Timestamp: 'tomorrow' },
      'String does not match RFC3339 timestamp at /States/A/Timestamp',
    ],
    [
      { Type: 'Wait', Seconds: 1, Timestamp: '2027-01-01T00:00:00Z' },
      'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A',
    ],
    [{ Type: 'Parallel', Branches: [] }, 'Value cannot be empty at /States/A/Branches'],
    [
      { Type: 'Nap' },
      'Value should be one of the following: [Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map] at /States/A/Type',
    ],
    [
      map({ Mode: 'DISTRIBUTED' }),
      'These fields are required: [ExecutionType] at /States/A/ItemProcessor/ProcessorConfig',
    ],
    [
      map({ Mode: 'INLINE', ExecutionType: 'STANDARD' }),
      "Field 'ExecutionType' is not supported at /States/A/ItemProcessor/ProcessorConfig/ExecutionType",
    ],
  ])('%j', (state, sentence) => {
    expect(of(state)).toEqual([`SCHEMA_VALIDATION_FAILED: ${sentence}`]);
  });

  it('names and labels that are too long, or there twice, have codes of their own', () => {
    const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    expect(of(map(config, { Label: 'l'.repeat(41) }))).toEqual([
      `INVALID_LABEL_NAME: '${'l'.repeat(41)}' exceeds the 40-character limit allowed by the service at /States/A/Label`,
    ]);
    const twice = aMachine({
      A: { ...map(config, { Label: 'wave' }), Next: 'B' },
      B: {
        ...map(config, { Label: 'wave' }),
        ItemProcessor: {
          ProcessorConfig: config,
          StartAt: 'Do',
          States: { Do: { Type: 'Succeed' } },
        },
        End: true,
      },
    });
    expect(saidOf(twice)).toEqual([
      'DUPLICATE_LABEL_NAME: Duplicate Label name: wave at /States/B/Label',
    ]);
  });
});
