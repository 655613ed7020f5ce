import { aLine, codeOf, createStepFunctionsSandbox, ROLE_ARN } from '../step-functions-sandbox';

const create = (properties: object) => {
  const sandbox = createStepFunctionsSandbox();
  const handler = sandbox.service.resources?.['AWS::StepFunctions::StateMachine'];
  if (handler === undefined) throw new Error('There is no such resource.');
  const resource = handler.create({
    logicalId: 'Provisioning',
    properties: { RoleArn: ROLE_ARN, ...properties },
  });
  if (resource instanceof Promise) throw new Error('The handler answers at once.');
  return { sandbox, resource };
};
const SAYS = aLine({ Say: { Type: 'Pass', Output: '${Word}' } });

describe('AWS::StepFunctions::StateMachine', () => {
  it('takes a Definition object, with its substitutions', async () => {
    // given
    const word = 'a "word"';
    // when
    const { sandbox, resource } = create({
      StateMachineName: 'provisioning',
      Definition: SAYS,
      DefinitionSubstitutions: { Word: word },
    });
    // then
    expect(resource).toMatchObject({
      ref: 'arn:aws:states:eu-west-1:123456789012:stateMachine:provisioning',
      attributes: {
        Arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:provisioning',
        Name: 'provisioning',
      },
    });
    expect((await sandbox.end(sandbox.start(resource.ref))).output).toBe(word);
  });

  it('is logged and traced as it says', () => {
    const { sandbox, resource } = create({
      Definition: SAYS,
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ERROR',
        Destinations: [
          { CloudWatchLogsLogGroup: { LogGroupArn: 'arn:aws:logs:eu-west-1:1:log-group:x' } },
        ],
      },
    });
    expect(sandbox.call('DescribeStateMachine', { stateMachineArn: resource.ref })).toMatchObject({
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [
          { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:eu-west-1:1:log-group:x' } },
        ],
      },
    });
  });

  it('takes a DefinitionString, where a number may stand outside quotes', async () => {
    const text = JSON.stringify(aLine({ Bake: { Type: 'Wait', Seconds: 0 } }));
    const { sandbox, resource } = create({
      DefinitionString: text.replace('"Seconds":0', '"Seconds":${Seconds}'),
      DefinitionSubstitutions: { Seconds: 30 },
    });
    expect(resource.ref).toContain(':stateMachine:Provisioning-');
    expect((await sandbox.end(sandbox.start(resource.ref))).seconds).toBe(30);
  });

  it('leaves placeholders alone that nothing substitutes', async () => {
    const { sandbox, resource } = create({ Definition: SAYS });
    expect((await sandbox.end(sandbox.start(resource.ref))).output).toBe('${Word}');
  });

  it.each([
    ['two definitions', { Definition: SAYS, DefinitionString: '{}' }, 'ValidationException'],
    ['no definition', {}, 'ValidationException'],
    ['no role', { Definition: SAYS, RoleArn: undefined }, 'ValidationException'],
    ['a definition that is none', { DefinitionString: '{}' }, 'InvalidDefinition'],
    [
      'an Express workflow',
      { Definition: SAYS, StateMachineType: 'EXPRESS' },
      'StateMachineTypeNotSupported',
    ],
  ])('refuses %s', (_what, properties, code) => {
    expect(codeOf(() => create(properties))).toBe(code);
  });
});
