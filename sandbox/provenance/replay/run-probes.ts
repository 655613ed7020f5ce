import { type CleanUp, createCleanUp } from './clean-up';
import type { Probe, ProbeContext, ProbeRecording, ResourceName, Step } from './probe';
import { allNeeded, type MakingContext, resources, type Roles } from './resources';

export interface ProbeRun extends MakingContext {
  readonly probes: readonly Probe[];
  /** Broken off between two calls: what runs is waited for, so that nothing is made unseen. */
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
  readonly tell: (line: string) => void;
}

export interface ProbeRunResult {
  readonly recordings: readonly ProbeRecording[];
  /** Probes that broke, and what broke the run as a whole. */
  readonly faults: readonly string[];
  /** What could not be removed. */
  readonly left: readonly string[];
}

export interface Skipped {
  readonly probe: Probe;
  readonly why: string;
}

/** Which probes can be asked with these roles, and what has to be made for them. */
export const planRun = (
  probes: readonly Probe[],
  roles: Roles,
): {
  readonly asked: readonly Probe[];
  readonly skipped: readonly Skipped[];
  readonly made: readonly ResourceName[];
} => {
  const lackOf = ({ needs }: Probe): string | undefined => {
    const role = allNeeded(needs)
      .map((name) => resources[name].role)
      .find((it) => it !== undefined && roles[it] === undefined);
    return role === undefined
      ? undefined
      : `needs a role: ${role === 'lambda' ? '--lambda-role' : '--codedeploy-role'}`;
  };
  const skipped = probes.flatMap((probe) => {
    const why = lackOf(probe);
    return why === undefined ? [] : [{ probe, why }];
  });
  const asked = probes.filter((probe) => !skipped.some((it) => it.probe === probe));
  return { asked, skipped, made: allNeeded(asked.flatMap(({ needs }) => needs)) };
};

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

const runProbe = async (
  { clients, names, place, signal, wait }: ProbeRun,
  cleanUp: CleanUp,
  probe: Probe,
): Promise<ProbeRecording> => {
  const steps: Step[] = [];
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
  const patiently = async (ms: number): Promise<void> => {
    signal.throwIfAborted();
    await wait(ms);
  };
  await probe.run({ clients, names, place, ask, wait: patiently });
  return { probe: probe.id, steps };
};

const makeAll = async (run: ProbeRun, cleanUp: CleanUp, made: readonly ResourceName[]) => {
  for (const name of made) {
    const resource = resources[name];
    const what = resource.describe(run.names);
    run.signal.throwIfAborted();
    cleanUp.add(what, () => resource.remove(run));
    await resource.make(run);
    run.tell(`made: ${what}`);
  }
};

/** Makes what the probes need, asks, and removes all of it: also after a failure, and when it is broken off. */
export const runProbes = async (run: ProbeRun): Promise<ProbeRunResult> => {
  const cleanUp = createCleanUp(run);
  const recordings: ProbeRecording[] = [];
  const faults: string[] = [];
  try {
    const { asked, made } = planRun(run.probes, run.roles);
    await makeAll(run, cleanUp, made);
    for (const probe of asked) {
      run.signal.throwIfAborted();
      try {
        recordings.push(await runProbe(run, cleanUp, probe));
        run.tell(`asked: ${probe.id}`);
      } catch (error) {
        run.signal.throwIfAborted();
        faults.push(`${probe.id}: ${messageOf(error)}`);
      }
    }
  } catch (error) {
    faults.push(run.signal.aborted ? 'The run was broken off.' : messageOf(error));
  }
  return { recordings, faults, left: await cleanUp.run() };
};
