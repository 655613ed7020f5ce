import {
  DeploymentAlreadyCompletedException,
  DeploymentIsNotInReadyStateException,
  LifecycleEventAlreadyCompletedException,
} from '@aws-sdk/client-codedeploy';
import { createGateReporter } from '../../../adapters/aws/gate-reporter';
import type { Place } from '../../../domain/releases/gates';
import type { Deployment, DeploymentTarget } from '../../../domain/releases/release';
import type { HookAnswer } from '../../../domain/releases/verdict';
import { type Input, anAnsweredCodeDeploy } from '../../support/answered-clients';
import { aDeployment, aRelease } from '../../support/releases';

const COMPLETED = { $metadata: {}, message: 'over' };

const reportingAt = async (
  place: Place,
  answer: HookAnswer,
  is: {
    readonly refusal?: Error;
    readonly deployment?: Partial<Deployment>;
    readonly target?: DeploymentTarget;
  } = {},
) => {
  const asked: (Input & { readonly operation: string })[] = [];
  const { client } = anAnsweredCodeDeploy((input, operation) => {
    asked.push({ operation, ...input });
    if (is.refusal !== undefined) throw is.refusal;
    return {};
  });
  const reporter = createGateReporter(client, {
    read: async () => aDeployment(is.deployment),
    readTarget: async () => is.target ?? {},
  });
  const waiting = {
    release: aRelease(),
    executionId: 'hook-1',
    place,
    hook: 'AfterAllowTraffic',
  } as const;
  return { result: await reporter.report(waiting, answer), asked };
};

describe('an answer to a hook', () => {
  it.each(['Succeeded', 'Failed'] as const)('%s goes to CodeDeploy as it is', async (status) => {
    const { result, asked } = await reportingAt('hook', status);
    expect(result).toBe('reported');
    expect(asked).toEqual([
      {
        operation: 'PutLifecycleEventHookExecutionStatusCommand',
        deploymentId: 'd-GOOD00001',
        lifecycleEventHookExecutionId: 'hook-1',
        status,
      },
    ]);
  });

  it.each([
    ['the same', 'Succeeded', 'InProgress', 'answered before'],
    ['another', 'Failed', 'Failed', 'answered otherwise'],
    ['none, for its hour was over', 'Failed', 'Failed', 'answered otherwise'],
    ['none, for somebody stopped it', 'Failed', 'Stopped', 'nobody waits'],
    ['the same, before somebody stopped it', 'Succeeded', 'Stopped', 'answered before'],
  ] as const)('that CodeDeploy refuses, since it had %s', async (_, had, status, expected) => {
    const refusal = new LifecycleEventAlreadyCompletedException(COMPLETED);
    const target = { hookStatuses: { AfterAllowTraffic: had } };
    const { result } = await reportingAt('hook', 'Succeeded', {
      ...{ refusal, target },
      deployment: { status },
    });
    expect(result).toBe(expected);
  });

  it('is thrown back where CodeDeploy cannot be reached', async () => {
    const refusal = new Error('no route');
    await expect(reportingAt('hook', 'Failed', { refusal })).rejects.toThrow('no route');
  });
});

describe('an answer to a deployment that is ready', () => {
  it('goes on, or stops before anything has to go back', async () => {
    const passed = await reportingAt('ready', 'Succeeded');
    const failed = await reportingAt('ready', 'Failed');
    expect([...passed.asked, ...failed.asked]).toEqual([
      {
        operation: 'ContinueDeploymentCommand',
        deploymentId: 'd-GOOD00001',
        deploymentWaitType: 'READY_WAIT',
      },
      {
        operation: 'StopDeploymentCommand',
        deploymentId: 'd-GOOD00001',
        autoRollbackEnabled: false,
      },
    ]);
  });

  it.each([
    ['Succeeded', 'InProgress', 'answered before'],
    ['Succeeded', 'Stopped', 'nobody waits'],
    ['Succeeded', 'Failed', 'nobody waits'],
    ['Failed', 'InProgress', 'answered otherwise'],
    ['Failed', 'Stopped', 'answered before'],
    ['Failed', 'Succeeded', 'answered otherwise'],
  ] as const)('%s that comes when it is %s', async (answer, status, expected) => {
    const refusal =
      answer === 'Succeeded'
        ? new DeploymentIsNotInReadyStateException(COMPLETED)
        : new DeploymentAlreadyCompletedException(COMPLETED);
    const { result } = await reportingAt('ready', answer, { refusal, deployment: { status } });
    expect(result).toBe(expected);
  });
});

describe('an answer to a deployment in place', () => {
  it('says nothing of one that passes, and takes back one that fails', async () => {
    const passed = await reportingAt('in-place', 'Succeeded');
    const failed = await reportingAt('in-place', 'Failed');
    expect([...passed.asked, ...failed.asked]).toEqual([
      {
        operation: 'StopDeploymentCommand',
        deploymentId: 'd-GOOD00001',
        autoRollbackEnabled: true,
      },
    ]);
  });

  it.each([
    ['Succeeded', 'answered otherwise'],
    ['Stopped', 'nobody waits'],
    ['Failed', 'nobody waits'],
  ] as const)('that fails it when it has %s', async (status, expected) => {
    const refusal = new DeploymentAlreadyCompletedException(COMPLETED);
    const { result } = await reportingAt('in-place', 'Failed', { refusal, deployment: { status } });
    expect(result).toBe(expected);
  });
});

it.each([
  ['ecs', 'Succeeded', 'answered before'],
  ['ecs', 'Failed', 'answered otherwise'],
  ['pipeline', 'Succeeded', 'answered before'],
] as const)('at a gate of %s was to let it go: %s', async (place, answer, expected) => {
  expect(await reportingAt(place, answer)).toEqual({ result: expected, asked: [] });
});
