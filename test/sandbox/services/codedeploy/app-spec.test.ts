import fc from 'fast-check';

import {
  parseLambdaAppSpec,
  writeLambdaAppSpec,
} from '../../../../sandbox/services/codedeploy/app-spec';
import { DeploymentFault } from '../../../../sandbox/services/codedeploy/state';
import { anAppSpec } from './fake-cloud';

const codeOf = (content: string): string => {
  try {
    parseLambdaAppSpec(content);
    return 'none';
  } catch (error) {
    return error instanceof DeploymentFault ? error.code : String(error);
  }
};

describe('an AppSpec of a Lambda deployment', () => {
  it('is read from YAML, where versions are numbers and hooks may be spelt small', () => {
    const content = `
version: 0.0
Resources:
  - Checkout:
      Type: AWS::Lambda::Function
      Properties:
        Name: checkout
        Alias: live
        CurrentVersion: 1
        TargetVersion: 2
hooks:
  - BeforeAllowTraffic: CodeDeployHook_before
  - AfterAllowTraffic: CodeDeployHook_after
`;
    expect(parseLambdaAppSpec(content)).toEqual({
      logicalName: 'Checkout',
      functionName: 'checkout',
      alias: 'live',
      currentVersion: '1',
      targetVersion: '2',
      hooks: {
        BeforeAllowTraffic: 'CodeDeployHook_before',
        AfterAllowTraffic: 'CodeDeployHook_after',
      },
    });
  });

  const good = JSON.parse(anAppSpec());
  const entry = good.Resources[0];
  const properties = entry.Checkout.Properties;
  const withProperties = (changes: object) => ({
    ...good,
    Resources: [{ Checkout: { ...entry.Checkout, Properties: { ...properties, ...changes } } }],
  });
  it.each([
    ['as it should be', good, 'none'],
    ['without hooks', { ...good, Hooks: undefined }, 'none'],
    ['with its sections in small letters', { version: 0, resources: good.Resources }, 'none'],
    ['of no version', { ...good, version: undefined }, 'INVALID_LAMBDA_CONFIGURATION'],
    ['of another version', { ...good, version: '1.0' }, 'INVALID_LAMBDA_CONFIGURATION'],
    ['without resources', { ...good, Resources: [] }, 'INVALID_LAMBDA_CONFIGURATION'],
    [
      'with resources that are no list',
      { ...good, Resources: entry },
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    [
      'with two functions',
      { ...good, Resources: [{ ...entry, Other: entry.Checkout }] },
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    ['with two resources', { ...good, Resources: [entry, entry] }, 'INVALID_LAMBDA_CONFIGURATION'],
    [
      'of a task definition',
      { ...good, Resources: [{ Checkout: { ...entry.Checkout, Type: 'AWS::ECS::Service' } }] },
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    [
      'without a function name',
      withProperties({ Name: undefined }),
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    ['without an alias', withProperties({ Alias: '' }), 'INVALID_LAMBDA_CONFIGURATION'],
    [
      'without a current version',
      withProperties({ CurrentVersion: undefined }),
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    [
      'without a target version',
      withProperties({ TargetVersion: null }),
      'INVALID_LAMBDA_CONFIGURATION',
    ],
    [
      'with a hook of ECS',
      { ...good, Hooks: [{ AfterInstall: 'f' }] },
      'INVALID_LAMBDA_CONFIGURATION',
    ],
  ])('%s', (_what, spec, code) => {
    expect(codeOf(JSON.stringify(spec))).toBe(code);
  });

  it.each(['{', 'just words', '', '- a\n- b'])('that is %j is an invalid revision', (content) => {
    expect(codeOf(content)).toBe('INVALID_REVISION');
  });

  it('that names its resource __proto__ names none', () => {
    const content = writeLambdaAppSpec({
      ...parseLambdaAppSpec(JSON.stringify(good)),
      logicalName: '__proto__',
    });
    expect(codeOf(content)).toBe('INVALID_LAMBDA_CONFIGURATION');
  });

  it('comes back as it was written, whatever the names and versions', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/).filter((it) => it !== '__proto__');
    fc.assert(
      fc.property(
        fc.record({
          logicalName: word,
          functionName: word,
          alias: word,
          currentVersion: fc.nat().map(String),
          targetVersion: fc.nat().map(String),
          hooks: fc.record(
            { BeforeAllowTraffic: word, AfterAllowTraffic: word },
            { requiredKeys: [] },
          ),
        }),
        (spec) => {
          expect(parseLambdaAppSpec(writeLambdaAppSpec(spec))).toEqual({
            ...spec,
            hooks: { ...spec.hooks },
          });
        },
      ),
    );
  });
});
