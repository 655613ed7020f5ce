import {
  CodeDeployClient,
  PutLifecycleEventHookExecutionStatusCommand,
  type LifecycleEventStatus,
} from '@aws-sdk/client-codedeploy';

/**
 * Hook functions as a team might write them, each with one way to behave. They are bundled as one package whose
 * handlers are `index.NAME`; what CodeDeploy answered each time is what an answering one returns.
 */
interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

const codeDeploy = new CodeDeployClient({ maxAttempts: 1 });

const answer = async (event: HookEvent, status: LifecycleEventStatus): Promise<string> => {
  try {
    await codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: event.DeploymentId,
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
        status,
      }),
    );
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

const answering =
  (...statuses: readonly LifecycleEventStatus[]) =>
  async (event: HookEvent): Promise<readonly string[]> => {
    const answers: string[] = [];
    for (const status of statuses) answers.push(await answer(event, status));
    return answers;
  };

export const passes = answering('Succeeded');
export const fails = answering('Failed');
export const failsTwice = answering('Failed', 'Failed');
export const failsThenPasses = answering('Failed', 'Succeeded');
export const passesThenFails = answering('Succeeded', 'Failed');
export const answersPending = answering('Pending');
export const answersSkipped = answering('Skipped');

export const staysSilent = async (): Promise<string> => 'looks good to me';

export const crashes = async (): Promise<never> => {
  throw new Error('the hook is broken');
};

export const exits = (): Promise<never> => process.exit(1);

/** Until Lambda's time-out ends it. */
export const hangs = (): Promise<never> =>
  new Promise(() => {
    setInterval(() => undefined, 60_000);
  });
