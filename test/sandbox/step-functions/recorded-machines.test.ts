import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findJsonPath } from '../../../sandbox/step-functions/definition/query-language';
import { StateFailure } from '../../../sandbox/step-functions/engine/failure';
import {
  isJsonObject,
  parseJson,
  tryParseJson,
  type Json,
  type JsonObject,
} from '../../../sandbox/step-functions/json';
import type { TaskRunner } from '../../../sandbox/step-functions/tasks/task-runner';
import { createStepFunctionsSandbox, type Ending } from './step-functions-sandbox';

const FILE = resolve(process.cwd(), '../shared/conformance/asl-jsonata-aws-recorded.json');

interface RecordedMachine {
  readonly id: string;
  readonly definition: JsonObject;
  readonly input: Json;
  readonly final: {
    readonly type: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: Json;
  };
  readonly expectedHistory: readonly JsonObject[];
}
interface Recording {
  readonly noTasks: readonly RecordedMachine[];
  readonly withTasks: readonly RecordedMachine[];
}

const readRecording = (): Recording | undefined => {
  if (!existsSync(FILE)) return undefined;
  const recording: Recording = JSON.parse(readFileSync(FILE, 'utf8'));
  return recording;
};

/** Recordings have had their ARNs, times and ids blotted out: `<uuid:1>`, `date`, `<region>`. */
const BLOT =
  /^(date|lambda_function_name|timestamp|RequestId|x-amzn-RequestId|X-Amzn-Trace-Id|snf_role_arn|.*<[a-z_A-Z0-9:-]+>.*)$/s;

const same = (expected: Json | undefined, actual: Json | undefined): boolean => {
  if (typeof expected === 'string' && BLOT.test(expected)) return actual !== undefined;
  if (typeof expected !== 'object' || expected === null) return expected === actual;
  // A cause is text; the recording shows it parsed.
  if (typeof actual === 'string') return same(expected, tryParseJson(actual));
  if (typeof actual !== 'object' || actual === null) return false;
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  const members = (value: object) => new Map<string, Json>(Object.entries(value));
  return [...names].every((name) => same(members(expected).get(name), members(actual).get(name)));
};

const STATUS: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
};

/** Why the ending is not AWS's; undefined where it is. */
const missOf = ({ final }: RecordedMachine, ending: Ending): string | undefined => {
  if (STATUS[final.type] !== ending.status)
    return `ended ${ending.status} (${ending.error}: ${ending.cause}), on AWS ${final.type}`;
  // An output that is no object is shown as JSON text.
  const output = typeof final.output === 'string' ? tryParseJson(final.output) : final.output;
  const expected = { ...final, output };
  for (const field of ['output', 'error', 'cause'] as const)
    if (!same(expected[field], ending[field]))
      return `${field} ${JSON.stringify(ending[field])}, on AWS ${JSON.stringify(final[field])}`;
  return undefined;
};

interface Outcome {
  readonly missed: readonly string[];
  readonly histories: { readonly same: number; readonly of: number };
  readonly count: number;
}

const text = (value: unknown): string => JSON.stringify(value) ?? '';
const typesOf = (events: readonly { type?: unknown; previousEventId?: unknown }[]): string =>
  events.map(({ type, previousEventId }) => `${text(type)}<${text(previousEventId)}`).join(' ');

const playAll = async (
  machines: readonly RecordedMachine[],
  runnerOf: (machine: RecordedMachine) => TaskRunner,
): Promise<Outcome> => {
  const missed: string[] = [];
  let histories = 0;
  for (const machine of machines) {
    const name = machine.id.replace(/^.*::/, '');
    try {
      const sandbox = createStepFunctionsSandbox(() => runnerOf(machine));
      const ending = await sandbox.run(machine.definition, machine.input);
      const why = missOf(machine, ending) ?? sandbox.troubles[0];
      if (why !== undefined) missed.push(`${name}: ${why}`);
      const alike = typesOf(machine.expectedHistory) === typesOf(ending.events);
      if (alike) histories += 1;
      else if (process.env.SHOW_HISTORIES !== undefined)
        missed.push(
          `${name} history:\n  ${typesOf(machine.expectedHistory)}\n  ${typesOf(ending.events)}`,
        );
    } catch (error) {
      missed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { missed, histories: { same: histories, of: machines.length }, count: machines.length };
};

const report = (title: string, { missed, histories, count }: Outcome): void => {
  const lines = [
    `${title}: ${count - missed.length} of ${count} end as on AWS; ${histories.same} of ${histories.of} histories have the same events in the same order`,
    ...missed.map((it) => `  missed: ${it}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const noTasks: TaskRunner = () => Promise.reject(new Error('The machine has no tasks.'));

/** Answers each call with the next result or failure in the recorded history. */
const answersOf = (machine: RecordedMachine): TaskRunner => {
  const details = machine.expectedHistory.flatMap((event) => {
    const { type } = event;
    const member = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
    const ended = /^"(Task|LambdaFunction)(Succeeded|Failed)"$/.test(text(type));
    return ended && isJsonObject(member) ? [{ failed: /Failed"$/.test(text(type)), member }] : [];
  });
  return async () => {
    const answer = details.shift();
    if (answer === undefined) throw new Error('The recording has no further answer.');
    const { output = null, error, cause } = answer.member;
    if (!answer.failed) return typeof output === 'string' ? parseJson(output) : output;
    const text = typeof cause === 'string' ? cause : JSON.stringify(cause);
    throw new StateFailure(typeof error === 'string' ? error : undefined, text);
  };
};

/** `.sync` waits for an execution of a machine in another account; a Map cannot read from S3 here. */
const isOutside = ({ definition }: RecordedMachine): boolean => {
  const text = JSON.stringify(definition);
  return text.includes('startExecution.sync') || text.includes('ItemReader');
};

const recording = readRecording();
if (recording === undefined)
  process.stdout.write('not checked against recordings: they are not beside the repository\n');

describe('machines that AWS has run', () => {
  it('end as on AWS where they have no tasks, 95 % at least', async () => {
    if (recording === undefined) return;
    const outcome = await playAll(recording.noTasks, () => noTasks);
    report('without tasks', outcome);
    expect(outcome.count).toBeGreaterThan(100);
    expect(outcome.missed.length / outcome.count).toBeLessThanOrEqual(0.05);
  });

  it('end as on AWS where the sandbox has their tasks, 95 % at least', async () => {
    if (recording === undefined) return;
    const machines = recording.withTasks.filter(
      (it) => !isOutside(it) && findJsonPath(it.definition).length === 0,
    );
    const outcome = await playAll(machines, answersOf);
    report('with tasks', outcome);
    const left = recording.withTasks.filter((it) => !machines.includes(it));
    process.stdout.write(left.map((it) => `  left out: ${it.id.replace(/^.*::/, '')}\n`).join(''));
    expect(outcome.count).toBeGreaterThan(15);
    expect(outcome.missed.length / outcome.count).toBeLessThanOrEqual(0.05);
  });
});
