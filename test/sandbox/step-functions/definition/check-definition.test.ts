import { checkDefinition } from '../../../../sandbox/step-functions/definition/check-definition';
import { parseResource } from '../../../../sandbox/step-functions/definition/resource';
import { aMachine, codeOf, createStepFunctionsSandbox } from '../step-functions-sandbox';

const diagnosticsOf = (definition: unknown) =>
  checkDefinition(JSON.stringify(definition)).diagnostics.map(
    ({ code, location }) => `${code} ${location}`,
  );
const INVOKE = 'arn:aws:states:::lambda:invoke';
const aLongName = (length: number) => aMachine({ ['n'.repeat(length)]: { Type: 'Succeed' } });
const aMap = (overrides: object) =>
  aMachine({
    A: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'B',
        States: { B: { Type: 'Succeed' } },
      },
      End: true,
      ...overrides,
    },
  });

describe('what CreateStateMachine refuses', () => {
  const pass = { Type: 'Pass', End: true };
  it.each<[string, unknown, string]>([
    [
      'a start that is missing',
      aMachine({ A: pass }, { StartAt: 'B' }),
      'MISSING_TRANSITION_TARGET /StartAt',
    ],
    [
      'a target that is missing',
      aMachine({ A: { Type: 'Pass', Next: 'B' } }),
      'MISSING_TRANSITION_TARGET /States/A/Next',
    ],
    [
      'a state that nothing leads to',
      aMachine({ A: pass, B: pass }),
      'MISSING_TRANSITION_TARGET /States/B',
    ],
    [
      'a field that is misspelt',
      aMachine({ A: { ...pass, Outptu: 1 } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Outptu',
    ],
    [
      'a state that has no end',
      aMachine({ A: { Type: 'Pass' } }),
      'SCHEMA_VALIDATION_FAILED /States/A',
    ],
    [
      'an expression with a fault',
      aMachine({ A: { ...pass, Output: '{% 1 + %}' } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Output',
    ],
    [
      'a Wait of nothing',
      aMachine({ A: { Type: 'Wait', End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A',
    ],
    [
      'a Choice of nothing',
      aMachine({ A: { Type: 'Choice', Choices: [] } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Choices',
    ],
    [
      'a task that is none',
      aMachine({ A: { Type: 'Task', Resource: 'arn:aws:states:::lambda', End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Resource',
    ],
    [
      'a heartbeat that is longer than the time-out',
      aMachine({
        A: { Type: 'Task', Resource: INVOKE, HeartbeatSeconds: 60, TimeoutSeconds: 60, End: true },
      }),
      'SCHEMA_VALIDATION_FAILED /States/A/HeartbeatSeconds',
    ],
    [
      'States.ALL before another retrier',
      aMachine({
        A: {
          Type: 'Task',
          Resource: INVOKE,
          End: true,
          Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Busy'] }],
        },
      }),
      'SCHEMA_VALIDATION_FAILED /States/A/Retry[0]/ErrorEquals',
    ],
    [
      'a MaxDelaySeconds below the interval',
      aMachine({
        A: {
          Type: 'Task',
          Resource: INVOKE,
          End: true,
          Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 9, MaxDelaySeconds: 5 }],
        },
      }),
      'SCHEMA_VALIDATION_FAILED /States/A/Retry[0]/MaxDelaySeconds',
    ],
    [
      'a name that is there twice',
      aMachine({
        A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: pass } }], End: true },
      }),
      'DUPLICATE_STATE_NAME /States/A/Branches/0/States/A',
    ],
    [
      'a variable of an outer scope',
      aMachine({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
        B: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'C', States: { C: { ...pass, Assign: { x: 2 } } } }],
          End: true,
        },
      }),
      'SCHEMA_VALIDATION_FAILED /States/B/Branches/0/States/C',
    ],
    ['a name of 81 characters', aLongName(81), `INVALID_STATE_NAME /States/${'n'.repeat(81)}`],
    [
      'a variable called states',
      aMachine({ A: { ...pass, Assign: { states: 1 } } }),
      'SCHEMA_VALIDATION_FAILED /States/A',
    ],
    [
      'a variable that is no identifier',
      aMachine({ A: { ...pass, Assign: { 'boot id': 1 } } }),
      'SCHEMA_VALIDATION_FAILED /States/A',
    ],
    [
      'a time-out of less than nothing, of the machine',
      aMachine({ A: pass }, { TimeoutSeconds: -1 }),
      'SCHEMA_VALIDATION_FAILED /TimeoutSeconds',
    ],
    [
      'a time-out of nothing',
      aMachine({ A: { Type: 'Task', Resource: INVOKE, TimeoutSeconds: 0, End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A/TimeoutSeconds',
    ],
    [
      'a heartbeat of half a second',
      aMachine({ A: { Type: 'Task', Resource: INVOKE, HeartbeatSeconds: 0.5, End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A/HeartbeatSeconds',
    ],
    [
      'seconds that are neither a number nor an expression',
      aMachine({ A: { Type: 'Wait', Seconds: '5', End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Seconds',
    ],
    [
      'a Wait of less than nothing',
      aMachine({ A: { Type: 'Wait', Seconds: -1, End: true } }),
      'SCHEMA_VALIDATION_FAILED /States/A/Seconds',
    ],
    [
      'a tolerance beyond all',
      aMap({ ToleratedFailurePercentage: 101 }),
      'SCHEMA_VALIDATION_FAILED /States/A/ToleratedFailurePercentage',
    ],
    [
      'batches of nothing',
      aMap({ ItemBatcher: { MaxItemsPerBatch: 0 } }),
      'SCHEMA_VALIDATION_FAILED /States/A/ItemBatcher/MaxItemsPerBatch',
    ],
    ['a definition without anything', {}, 'SCHEMA_VALIDATION_FAILED /'],
    ['a definition that is a list', [], 'SCHEMA_VALIDATION_FAILED '],
    [
      'a field of JSONPath in a JSONata state',
      aMachine({ A: { ...pass, ResultPath: '$.x' } }),
      'SCHEMA_VALIDATION_FAILED /States/A/ResultPath',
    ],
    [
      'a state that goes back to JSONPath',
      aMachine({ A: { ...pass, QueryLanguage: 'JSONPath' } }),
      'SCHEMA_VALIDATION_FAILED /States/A',
    ],
    [
      'a machine that says nothing of JSONata',
      { StartAt: 'A', States: { A: pass } },
      'JSONPATH_NOT_SUPPORTED ',
    ],
    [
      'a JSONPath machine',
      { StartAt: 'A', States: { A: { Type: 'Pass', Result: 1, End: true } } },
      'JSONPATH_NOT_SUPPORTED /States/A',
    ],
    [
      'a JSONPath template',
      { StartAt: 'A', States: { A: { Type: 'Pass', Assign: { 'x.$': '$.x' }, End: true } } },
      'JSONPATH_NOT_SUPPORTED /States/A',
    ],
    [
      'a Task in JSONPath',
      { StartAt: 'A', States: { A: { Type: 'Task', Resource: INVOKE, End: true } } },
      'JSONPATH_NOT_SUPPORTED /States/A',
    ],
  ])('%s', (_what, definition, diagnostic) => {
    expect(diagnosticsOf(definition)).toEqual([diagnostic]);
  });

  it('what is no JSON', () => {
    expect(checkDefinition('{').diagnostics[0]?.code).toBe('INVALID_JSON_DESCRIPTION');
  });

  it('takes states without data of either language', () => {
    const mixed = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { QueryLanguage: 'JSONata', Type: 'Succeed', Output: 1 },
      },
    };
    expect(diagnosticsOf(mixed)).toEqual([]);
  });

  it('says so with InvalidDefinition, and names what to do about JSONPath', () => {
    const sandbox = createStepFunctionsSandbox();
    const create = () =>
      sandbox.create({ StartAt: 'A', States: { A: { Type: 'Pass', Result: 1, End: true } } });
    expect(codeOf(create)).toBe('InvalidDefinition');
    expect(create).toThrow('write "QueryLanguage": "JSONata" at the top of the definition');
  });

  it('is what ValidateStateMachineDefinition tells', () => {
    const sandbox = createStepFunctionsSandbox();
    const validate = (definition: object) =>
      sandbox.call('ValidateStateMachineDefinition', { definition: JSON.stringify(definition) });
    expect(validate(aMachine({ A: { Type: 'Succeed' } }))).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
    expect(validate(aMachine({ A: { Type: 'Pass' } }))).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', location: '/States/A' }],
    });
  });
});

describe('what ValidateStateMachineDefinition says of what is no definition, as on AWS', () => {
  it.each([
    [' ', { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }],
    [
      '{}',
      {
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'These fields are required: [States, StartAt]',
        location: '/',
      },
    ],
    [
      '{"States":{}}',
      {
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'These fields are required: [StartAt]',
        location: '/',
      },
    ],
    [
      JSON.stringify(aMachine({ Pass: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } })),
      {
        code: 'SCHEMA_VALIDATION_FAILED',
        message:
          "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
        location: '/States/Pass',
      },
    ],
  ])('%s', (definition, diagnostic) => {
    expect(
      createStepFunctionsSandbox().call('ValidateStateMachineDefinition', { definition }),
    ).toEqual({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', ...diagnostic }],
      truncated: false,
    });
  });
});

describe("a task's resource", () => {
  it.each([
    [
      'arn:aws:states:::aws-sdk:codedeploy:createDeployment',
      'aws-sdk:codedeploy',
      'createDeployment',
      'request',
    ],
    [
      'arn:aws:states:::aws-sdk:ssm:sendCommand.waitForTaskToken',
      'aws-sdk:ssm',
      'sendCommand.waitForTaskToken',
      'token',
    ],
    ['arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution.sync:2', 'sync:2'],
  ])('%s', (arn, resourceType, resource, pattern) => {
    expect(parseResource(arn)).toMatchObject({ resourceType, resource, pattern });
  });

  it.each([
    'arn:aws:states:::aws-sdk:ssm:sendCommand.sync',
    'arn:aws:states:::dynamodb:putItem.waitForTaskToken',
    'arn:aws:states:::glue:startJobRun',
    'arn:aws:states:eu-west-1:123456789012:activity:work',
  ])('that the sandbox has not: %s', (arn) => {
    expect(typeof parseResource(arn)).toBe('string');
  });
});
