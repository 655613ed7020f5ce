import type { Service } from '../../../sandbox/service';
import { startScenario } from '../../support/sandbox';
import { codeDeploy, lambda } from '../wire/fake-services';
import { actionsOf, findUnknownActions } from './iam-actions';

it('finds an action that IAM does not have, by name or by prefix', async () => {
  // given
  const invented: Service = { ...lambda, operations: { Invoke: { ...NOTHING } } };
  const elsewhere: Service = { ...codeDeploy, iamPrefix: 'deploycode' };
  // then
  expect(await findUnknownActions([invented, elsewhere])).toEqual([
    'lambda:Invoke',
    'deploycode:GetDeployment',
    'deploycode:StopDeployment',
  ]);
});

describe('the services of the sandbox', () => {
  let services: readonly Service[] = [];
  beforeAll(async () => {
    const { stop } = await startScenario({
      watch: (all) => {
        services = all;
        return all;
      },
    });
    await stop();
  }, 120_000);

  it('are all looked at', () => {
    expect(services.map(({ signingName }) => signingName).sort()).toEqual(
      expect.arrayContaining([
        'codedeploy',
        'codepipeline',
        'dynamodb',
        'events',
        'iam',
        'lambda',
        'monitoring',
        'sns',
        'sqs',
        'ssm',
        'states',
        'sts',
      ]),
    );
    expect(actionsOf(services).length).toBeGreaterThan(150);
  });

  it('authorise every operation on an action that IAM has', async () => {
    expect(await findUnknownActions(services)).toEqual([]);
  });
});

const NOTHING = { resources: () => [], run: () => ({}) };
