import { createClock } from '../../../sandbox/clock';
import type { Service } from '../../../sandbox/service';
import { createDynamoDb } from '../../../sandbox/services/dynamodb/dynamodb';
import { createSts } from '../../../sandbox/services/sts';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { cloudWatch, codeDeploy, lambda, sns, sqs } from '../wire/fake-services';
import { findUnknownActions } from './iam-actions';

const cloud = {
  account: '123456789012',
  region: 'eu-west-1',
  random: createSeededRandom(1),
  clock: createClock({ startEpochMs: 0, speed: 0, onError: () => undefined }),
};

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

it.each<[string, Service]>([
  ['dynamodb', createDynamoDb(cloud).service],
  ['sts', createSts(cloud).service],
  ['codedeploy', codeDeploy],
  ['sns', sns],
  ['sqs', sqs],
  ['lambda', lambda],
  ['cloudwatch', cloudWatch(() => undefined)],
])('authorises %s on actions that IAM has', async (_name, service) => {
  expect(await findUnknownActions([service])).toEqual([]);
});

const NOTHING = { resources: () => [], run: () => ({}) };
