import { type CleanUp, type CleanUpOptions, createCleanUp } from './clean-up';
import type { Probe, ProbeContext, ProbeRecording, ResourceName, Step } from './probe';
import type { MakingContext } from './resource';
import { allNeeded, resources } from './resources';

export interface ProbeRun extends MakingContext {
  readonly probes: readonly Probe[];
  /** Broken off between two calls: what runs is waited for, so that nothing is made unseen. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  /** Waited for once after roles were made: AWS takes some seconds until what they may do counts everywhere. */
  readonly settle?: () => Promise<void>;
}

export interface ProbeRunResult {
  readonly recordings: readonly ProbeRecording[];
  /** Probes that broke, and what broke the run as a whole. */
  readonly faults: readonly string[];
  /** What could not be removed. */
  readonly left: readonly string[];
}

/** Everything that has to be made before these probes are asked, in that order. */
export const neededBy = (probes: readonly Probe[]): readonly ResourceName[] =>
  allNeeded(probes.flatMap(({ needs }) => needs));

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** An answer of AWS, as against a connection that broke. */
const toStep = (step: string, error: unknown): Step | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata: unknown = error.$metadata;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode)
      : 0;
  return { step, error: { code: error.name, message: error.message, status } };
};

const withoutMetadata = (answer: object): object =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => name !== '$metadata'));

/** Writes its steps into the list: those before a fault are answers as well. */
const runProbe = async (
  { clients, names, place, signal, wait }: ProbeRun,
  cleanUp: CleanUp,
  probe: Probe,
  steps: Step[],
): Promise<void> => {
  const ask: ProbeContext['ask'] = async (step, call, undo) => {
    signal.throwIfAborted();
    const takeBack = undo && cleanUp.add(`what "${step}" made`, undo);
    try {
      const answer = await call();
      steps.push({ step, answer: withoutMetadata(answer) });
      return answer;
    } catch (error) {
      const refused = toStep(step, error);
      if (refused === undefined) throw error;
      takeBack?.();
      steps.push(refused);
      return undefined;
    }
  };
  const make: ProbeContext['make'] = async (what, call, undo) => {
    signal.throwIfAborted();
    cleanUp.add(what, undo);
    return call();
  };
  await probe.run({ clients, names, place, ask, make, wait });
};

/** Asks one probe, and removes what it made itself. */
const askOne = async (
  run: ProbeRun,
  probe: Probe,
  patience: CleanUpOptions['wait'],
): Promise<ProbeRunResult> => {
  // Removing is not broken off.
  const cleanUp = createCleanUp({ wait: patience, tell: run.tell });
  const steps: Step[] = [];
  const faults: string[] = [];
  try {
    await runProbe(run, cleanUp, probe, steps);
    run.tell(`asked: ${probe.id}`);
  } catch (error) {
    if (!run.signal.aborted) faults.push(`${probe.id}: ${messageOf(error)}`);
  }
  const recordings = steps.length === 0 ? [] : [{ probe: probe.id, steps }];
  return { recordings, faults, left: await cleanUp.run() };
};

const makeAll = async (run: ProbeRun, cleanUp: CleanUp, made: readonly ResourceName[]) => {
  let isFresh = false;
  for (const name of made) {
    const isRole = name.endsWith('Role');
    if (isFresh && !isRole) await run.settle?.();
    isFresh = isRole;
    const resource = resources[name];
    const what = resource.describe(run.names);
    run.signal.throwIfAborted();
    cleanUp.add(what, () => resource.remove(run));
    await resource.make(run);
    run.tell(`made: ${what}`);
  }
  if (isFresh) await run.settle?.();
};

/** Makes what the probes need, asks, and removes all of it: also after a failure, and when it is broken off. */
export const runProbes = async (order: ProbeRun): Promise<ProbeRunResult> => {
  const cleanUp = createCleanUp(order);
  const wait = async (ms: number): Promise<void> => {
    order.signal.throwIfAborted();
    await order.wait(ms);
    order.signal.throwIfAborted();
  };
  const run = { ...order, wait };
  const recordings: ProbeRecording[] = [];
  const faults: string[] = [];
  const left: string[] = [];
  try {
    await makeAll(run, cleanUp, neededBy(run.probes));
    for (const probe of run.probes) {
      run.signal.throwIfAborted();
      const asked = await askOne(run, probe, order.wait);
      recordings.push(...asked.recordings);
      faults.push(...asked.faults);
      left.push(...asked.left);
    }
    run.signal.throwIfAborted();
  } catch (error) {
    faults.push(run.signal.aborted ? 'The run was broken off.' : messageOf(error));
  }
  return { recordings, faults, left: [...left, ...(await cleanUp.run())] };
};
