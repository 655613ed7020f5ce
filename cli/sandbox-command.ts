import { createSandbox, type Sandbox } from '../sandbox/cloud';
import { takeFirstSteps } from '../sandbox/stories/first-steps';
import { createOperator, type Operator } from '../sandbox/stories/operator';
import { createStage, StoryStuckError } from '../sandbox/stories/stage';
import type { Story } from '../sandbox/stories/story';
import { systemClock } from '../adapters/system/clock';
import { packageStack } from './package-stack';
import { readPolicyFiles } from './policy-files';
import { print, tell } from './print';
import { toProgressLine } from './progress';
import { findStory } from './stories';
import { UsageError } from './usage-error';

export interface SandboxCommandOptions {
  readonly story?: string;
  readonly once?: boolean;
  readonly port?: number;
  readonly speed?: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Where `npm start` serves, so that the console's address can be kept open. */
const USUAL_PORT = 4580;
/** A story that is watched is told so many times faster than life. */
const WATCHED_SPEED = 20;
const CHANNELS = ['releases', 'hosts', 'approvals'];

/** `slipway sandbox`: serves until Ctrl-C, or until the story has ended. */
export const runSandbox = async (options: SandboxCommandOptions): Promise<void> => {
  const story = options.story === undefined ? undefined : findStory(options.story);
  if (options.once === true && story === undefined)
    throw new UsageError('--once needs a story to end with: add --story tour.');
  const sandbox = await start(options, await packageStack());
  const operator = createOperator(sandbox.url);
  const interrupted = untilInterrupted();
  try {
    if (options.json !== true) followProgress(sandbox);
    await setUp(sandbox, operator);
    print(`ready ${sandbox.url}`);
    tell(`console ${sandbox.url}/console`);
    if (story !== undefined)
      await Promise.race([tellStory({ story, sandbox, operator, options }), interrupted]);
    if (options.once !== true) {
      tell(`Serving until Ctrl-C: AWS at ${sandbox.url}, console at ${sandbox.url}/console`);
      await interrupted;
    }
  } finally {
    operator.stop();
    await sandbox.stop();
  }
};

const start = async (options: SandboxCommandOptions, packageFolder: string): Promise<Sandbox> => {
  const watched = options.story !== undefined && options.once !== true;
  const settings = {
    packageFolder,
    speed: options.speed ?? (options.once === true ? 0 : watched ? WATCHED_SPEED : 1),
    seed: options.seed,
    startEpochMs: systemClock.nowEpochMs(),
    channels: CHANNELS,
  };
  if (options.port !== undefined || options.once === true)
    return createSandbox({ ...settings, port: options.port ?? 0 }).catch(toUsageError);
  return createSandbox({ ...settings, port: USUAL_PORT }).catch((thrown: unknown) =>
    isPortTaken(thrown) ? createSandbox({ ...settings, port: 0 }) : Promise.reject(asError(thrown)),
  );
};

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

const isPortTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';

const toUsageError = (thrown: unknown): never => {
  if (isPortTaken(thrown))
    throw new UsageError('The port is taken by another program: give another one with --port.');
  throw thrown;
};

const setUp = async (sandbox: Sandbox, operator: Operator): Promise<void> => {
  const files = await readPolicyFiles([]);
  const policies = files.flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
  await sandbox.clock.hold(() => takeFirstSteps(sandbox, operator, policies));
};

const followProgress = (sandbox: Sandbox): void => {
  sandbox.journal.follow((entry) => {
    const line = toProgressLine(entry);
    if (line !== undefined) tell(line);
  });
};

const tellStory = async ({
  story,
  sandbox,
  operator,
  options,
}: {
  readonly story: Story;
  readonly sandbox: Sandbox;
  readonly operator: Operator;
  readonly options: SandboxCommandOptions;
}): Promise<void> => {
  const narrate = (sentence: string): void => {
    if (options.json !== true) tell(`\n${sentence}`);
  };
  const stage = createStage({ sandbox, operator, narrate });
  const stuck = await sandbox.clock.hold(() => story.play(stage)).then(() => [], toStuckFault);
  const ended = await sandbox.snapshot();
  const faults = [...stuck, ...story.faults(ended)];
  for (const fault of faults) tell(`wrong: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  const { releases, messages, calls } = ended;
  if (options.json === true)
    print(
      JSON.stringify({
        story: story.name,
        ok: faults.length === 0,
        releases,
        hosts: [],
        messages: messages.map(({ channel, ts, kind, text }) => ({ channel, ts, kind, text })),
        calls,
      }),
    );
  else tell(faults.length === 0 ? '\nThe story ended as it should.' : '\nThe story ended wrong.');
};

const toStuckFault = (thrown: unknown): readonly string[] => {
  if (thrown instanceof StoryStuckError) return [thrown.message];
  throw thrown;
};

const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
