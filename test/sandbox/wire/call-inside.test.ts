import type { GetDeploymentInput, GetDeploymentOutput } from '@aws-sdk/client-codedeploy';
import { createClock } from '../../../sandbox/clock';
import type { Fault } from '../../../sandbox/faults/fault';
import { createFaults } from '../../../sandbox/faults/faults';
import { createIdentity } from '../../../sandbox/permissions/identity';
import { AwsError, operation, type Service } from '../../../sandbox/service';
import { createCallInside } from '../../../sandbox/wire/call-inside';
import { createJournal } from '../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../sandbox/wire/random';

/** CodeDeploy, whose answers take their real time: `d-3` takes three turns of the event loop. */
const aSandbox = (speed: number) => {
  const seen: string[] = [];
  const service: Service = {
    signingName: 'codedeploy',
    iamPrefix: 'codedeploy',
    loadModel: () => import('@aws-sdk/client-codedeploy'),
    operations: {
      GetDeployment: operation<GetDeploymentInput, GetDeploymentOutput>({
        resources: () => ['*'],
        run: async ({ deploymentId = '' }) => {
          seen.push(`${deploymentId} begins`);
          for (let turn = Number(deploymentId.at(-1)); turn > 0; turn -= 1)
            await new Promise((resolve) => setImmediate(resolve));
          seen.push(`${deploymentId} ends`);
          if (deploymentId === 'd-none-0')
            throw new AwsError('DeploymentDoesNotExistException', 'none');
          return { deploymentInfo: { deploymentId } };
        },
      }),
    },
  };
  const clock = createClock({ startEpochMs: 0, speed, onError: () => undefined });
  const journal = createJournal(clock);
  const services = [service];
  const { switches, ordered: faults } = createFaults(
    { clock, journal },
    { seed: 1, services: () => services },
  );
  const random = createSeededRandom(1);
  const cloud = { account: '123456789012', region: 'eu-west-1', clock, journal, random, faults };
  const identity = createIdentity(cloud);
  const { arn: roleArn } = identity.register({
    roleName: 'machine',
    trustPolicy: { Statement: [] },
    inlinePolicies: [
      { name: 'own', document: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } },
    ],
    managedPolicyArns: [],
  });
  const callInside = createCallInside({ cloud, services: () => services, identity });
  const read = (deploymentId: string): Promise<unknown> =>
    callInside({
      signingName: 'codedeploy',
      operationName: 'GetDeployment',
      input: { deploymentId },
      roleArn,
      sessionName: 'execution',
    });
  const outcomes = (): readonly string[] =>
    journal
      .entries()
      .flatMap((entry) => (entry.kind === 'call' ? [entry.error ?? 'carried out'] : []));
  return { seen, read, switches, outcomes };
};

it('carries calls out one after the other in virtual time, past one that fails', async () => {
  // given
  const { seen, read } = aSandbox(0);
  // when
  const answers = await Promise.allSettled(['d-3', 'd-none-0', 'd-1'].map(read));
  // then
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual([
    'd-3 begins',
    'd-3 ends',
    'd-none-0 begins',
    'd-none-0 ends',
    'd-1 begins',
    'd-1 ends',
  ]);
});

it('carries them out at once where time runs', async () => {
  const { seen, read } = aSandbox(1);
  await Promise.all(['d-3', 'd-1'].map(read));
  expect(seen).toEqual(['d-3 begins', 'd-1 begins', 'd-1 ends', 'd-3 ends']);
});

it.each([
  [{ kind: 'throttle' }, 'ThrottlingException', 'ThrottlingException'],
  [{ kind: 'access-denied' }, 'AccessDeniedException', 'AccessDeniedException'],
  [{ kind: 'timeout-before' }, 'SdkClientException', 'RequestTimeout'],
  [{ kind: 'timeout-after' }, 'SdkClientException', 'carried out'],
  [{ kind: 'lost-answer' }, 'SdkClientException', 'carried out'],
] as const)('suffers %o as %s', async (fault: Fault, code, outcome) => {
  // given
  const { read, switches, outcomes } = aSandbox(0);
  switches.add(fault);
  // then
  await expect(read('d-0')).rejects.toMatchObject({ code });
  expect(outcomes()).toEqual([outcome]);
});
