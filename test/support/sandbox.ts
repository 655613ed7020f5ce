import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/cloud';
import { takeFirstSteps } from '../../sandbox/stories/first-steps';
import { createOperator, type Operator } from '../../sandbox/stories/operator';
import { createStage, type Stage } from '../../sandbox/stories/stage';
import { Policy } from '../../config/schema/policy';
import { packageStack } from '../../cli/package-stack';
import { readPolicyFiles } from '../../cli/policy-files';
import { editPackage, type TemplateEdit } from './edited-package';
import { assertModelled, createModelWatch } from './model-watch';
import { NOON } from './releases';

export interface ScenarioOptions extends Partial<Omit<SandboxOptions, 'packageFolder'>> {
  /** The shipped policies where absent. */
  readonly policies?: readonly unknown[];
  /** What differs from the packaged template. */
  readonly edits?: readonly TemplateEdit[];
}

export interface Scenario {
  readonly sandbox: Sandbox;
  readonly operator: Operator;
  readonly stage: Stage;
  /** Runs under the clock's hold: time stands still but in `stage.sleep` and what waits by it. */
  play<Result>(act: (stage: Stage) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

/**
 * The packaged stack on a sandbox of its own, in virtual time, as an operator has set it up. Stop it in the end: that
 * fails where any answer of the sandbox was not what AWS's models say.
 */
export const startScenario = async (options: ScenarioOptions = {}): Promise<Scenario> => {
  const { policies, edits = [], ...settings } = options;
  const edited = await editPackage(await packageStack(() => undefined), edits);
  const answers = createModelWatch();
  const sandbox = await createSandbox({
    packageFolder: edited.folder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: NOON,
    channels: ['releases', 'hosts', 'approvals'],
    watch: answers.watch,
    ...settings,
  }).catch(async (error: unknown) => {
    await edited.remove();
    throw error;
  });
  const operator = createOperator(sandbox.url);
  const stage = createStage({ sandbox, operator, narrate: () => undefined });
  const play: Scenario['play'] = (act) => sandbox.clock.hold(() => act(stage));
  const stop = async (): Promise<void> => {
    operator.stop();
    await sandbox.stop();
    await edited.remove();
    assertModelled(answers);
  };
  try {
    const published = policies?.map((policy) => Policy.parse(policy)) ?? (await shippedPolicies());
    await play(() => takeFirstSteps(sandbox, operator, published));
  } catch (error) {
    await stop();
    throw error;
  }
  return { sandbox, operator, stage, play, stop };
};

const shippedPolicies = async (): Promise<readonly Policy[]> =>
  (await readPolicyFiles([])).flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
