import * as z from 'zod/mini';
import { findJsonPath } from '../../step-functions/definition/query-language';
import { StateFailure } from '../../step-functions/engine/failure';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  parseJson,
  toJson,
  tryParseJson,
} from '../../step-functions/json';
import type { TaskRunner } from '../../step-functions/tasks/task-runner';
import { createStepFunctionsAlone, type Ending, noTasks } from './step-functions-alone';
import type { Miss, SetOutcome } from './outcome';

const RecordedMachine = z.object({
  id: z.string(),
  definition: z.record(z.string(), z.json()),
  input: z.json(),
  final: z.object({
    type: z.enum(['ExecutionSucceeded', 'ExecutionFailed']),
    output: z.optional(z.json()),
    error: z.optional(z.string()),
    cause: z.optional(z.json()),
  }),
  expectedHistory: z.array(z.record(z.string(), z.json())),
});
type RecordedMachine = z.infer<typeof RecordedMachine>;

export const Machines = z.object({
  noTasks: z.array(RecordedMachine),
  withTasks: z.array(RecordedMachine),
});
export type Machines = z.infer<typeof Machines>;

/** Recordings have had their ARNs, times and ids blotted out: `<uuid:1>`, `date`, `<region>`. */
const BLOT =
  /^(date|bucket-name|lambda_function_name|timestamp|RequestId|x-amzn-RequestId|X-Amzn-Trace-Id|snf_role_arn|.*<[a-z_A-Z0-9:-]+>.*)$/s;

/** Where the two part, and how; undefined where they are the same but for blots. */
const parting = (
  expected: Json | undefined,
  actual: Json | undefined,
  at = '',
): string | undefined => {
  const apart = `${at} is ${JSON.stringify(actual)}, on AWS ${JSON.stringify(expected)}`;
  if (typeof expected === 'string' && BLOT.test(expected))
    return actual === undefined ? apart : undefined;
  if (typeof expected !== 'object' || expected === null)
    return expected === actual ? undefined : apart;
  // Causes, inputs and outputs are text; the recording shows them parsed.
  if (typeof actual === 'string') return parting(expected, tryParseJson(actual) ?? null, at);
  if (typeof actual !== 'object' || actual === null) return apart;
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  const members = (value: object) => new Map<string, Json>(Object.entries(value));
  return [...names]
    .map((name) => parting(members(expected).get(name), members(actual).get(name), `${at}/${name}`))
    .find((it) => it !== undefined);
};

const STATUS = { ExecutionSucceeded: 'SUCCEEDED', ExecutionFailed: 'FAILED' } as const;

/** Why the ending is not AWS's; undefined where it is. */
const missOf = ({ final }: RecordedMachine, ending: Ending): string | undefined => {
  if (STATUS[final.type] !== ending.status)
    return `ended ${ending.status} (${ending.error}: ${ending.cause}), on AWS ${final.type}`;
  // An output that is no object is shown as JSON text.
  const output = typeof final.output === 'string' ? tryParseJson(final.output) : final.output;
  const expected = { ...final, output };
  return (['output', 'error', 'cause'] as const)
    .map((field) => parting(expected[field], ending[field], field))
    .find((it) => it !== undefined);
};

/**
 * The file that a Map has read is not in its recording, and its history has no event for it: what came out of the Map
 * must have been in it, and more, where MaxItems is to leave something out.
 */
const readFile = ({ final: { output } }: RecordedMachine): Json => {
  const items = typeof output === 'string' ? tryParseJson(output) : output;
  return { Body: JSON.stringify([...(isJsonArray(items) ? items : []), 'one too many']) };
};

/** Answers each call with the next result or failure in the recorded history. */
const answersOf = (machine: RecordedMachine): TaskRunner => {
  const details = machine.expectedHistory.flatMap((event) => {
    const member = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
    const [, outcome] =
      /^(?:Task|LambdaFunction)(Succeeded|Failed)$/.exec(
        typeof event.type === 'string' ? event.type : '',
      ) ?? [];
    return outcome !== undefined && isJsonObject(member)
      ? [{ failed: outcome === 'Failed', member }]
      : [];
  });
  return async ({ stateName }) => {
    if (readsItems(machine, stateName)) return readFile(machine);
    const answer = details.shift();
    if (answer === undefined) throw new Error('The recording has no further answer.');
    const { output = null, error, cause } = answer.member;
    if (!answer.failed) return typeof output === 'string' ? parseJson(output) : output;
    const causeText = typeof cause === 'string' ? cause : JSON.stringify(cause);
    throw new StateFailure(typeof error === 'string' ? error : undefined, causeText);
  };
};

const readsItems = ({ definition }: RecordedMachine, stateName: string): boolean => {
  const states: Json | undefined = definition.States;
  const state = isJsonObject(states) ? states[stateName] : undefined;
  return isJsonObject(state) && state.ItemReader !== undefined;
};

/** Why the sandbox cannot play a machine at all; undefined where it can. */
const lackFor = ({ definition }: RecordedMachine): string | undefined => {
  const written = JSON.stringify(definition);
  if (written.includes('startExecution.sync'))
    return 'waits for an execution of a machine that is not in the recording';
  if (findJsonPath(definition).length > 0) return 'is written in JSONPath, in part at least';
  return undefined;
};

interface Played {
  readonly name: string;
  readonly ending?: string;
  readonly history?: string;
}

const play = async (machine: RecordedMachine, runTask: TaskRunner): Promise<Played> => {
  const name = machine.id.replace(/^.*::/, '');
  try {
    const sandbox = createStepFunctionsAlone(() => runTask);
    const ending = await sandbox.run(machine.definition, machine.input);
    return {
      name,
      ending: missOf(machine, ending) ?? sandbox.troubles[0],
      history: parting(machine.expectedHistory, toJson(ending.events)),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { name, ending: why, history: why };
  }
};

/** Two outcomes: how the machines end, and whether their histories are AWS's, event by event. */
const playAll = async (
  set: string,
  machines: readonly RecordedMachine[],
  runnerOf: (machine: RecordedMachine) => TaskRunner,
): Promise<readonly [SetOutcome, SetOutcome]> => {
  const leftOut: Miss[] = [];
  const played: Played[] = [];
  for (const machine of machines) {
    const why = lackFor(machine);
    if (why !== undefined) leftOut.push({ name: machine.id.replace(/^.*::/, ''), why });
    else played.push(await play(machine, runnerOf(machine)));
  }
  const outcome = (
    name: string,
    part: 'ending' | 'history',
    out: readonly Miss[] = [],
  ): SetOutcome => {
    const missed = played.flatMap((it) => {
      const why = it[part];
      return why === undefined ? [] : [{ name: it.name, why }];
    });
    const of = played.length;
    return { set: name, passed: of - missed.length, of, missed, leftOut: out };
  };
  return [outcome(set, 'ending', leftOut), outcome(`${set}: whole history`, 'history')];
};

export const checkMachines = async (content: unknown): Promise<readonly SetOutcome[]> => {
  const machines = Machines.parse(content);
  return [
    ...(await playAll('JSONata machines without tasks', machines.noTasks, () => noTasks)),
    ...(await playAll('JSONata machines with tasks', machines.withTasks, answersOf)),
  ];
};
