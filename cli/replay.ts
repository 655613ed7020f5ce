import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../sandbox/cloud';
import type { SlackRow } from '../sandbox/console/snapshot';
import type { TimedEntry } from '../sandbox/service';
import { takeFirstSteps } from '../sandbox/stories/first-steps';
import { createOperator } from '../sandbox/stories/operator';
import { classifyEvent, type ReplayedEvent } from './classify-event';
import { packageStack } from './package-stack';
import { readPolicyFiles } from './policy-files';
import { print } from './print';
import { UsageError } from './usage-error';

export interface Replayed {
  readonly file: string;
  readonly outcome: 'handled' | 'ignored' | 'rejected';
  readonly reason: string;
  readonly effects: readonly { service: string; operation: string; input: unknown }[];
  readonly messages: readonly Pick<SlackRow, 'channel' | 'ts' | 'kind' | 'text'>[];
}

/** Long enough for every retry of an asynchronous invocation and every redelivery of a message. */
const SETTLE_MS = 15 * 60_000;
const LARGEST_FILE_BYTES = 4 * 1024 * 1024;

/** `slipway replay`: what the packaged stack does with each event, in a fresh sandbox on a virtual clock. */
export const replay = async (
  paths: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> => {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  if (files.length === 0) throw new UsageError('There is no *.json file at the given paths.');
  const packageFolder = await packageStack();
  for (const file of files) {
    const replayed = await replayFile(file, packageFolder);
    print(options.json === true ? JSON.stringify(replayed) : toLine(replayed));
  }
};

const filesAt = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch((cause: unknown) => {
    throw new UsageError(`There is nothing at ${path}. Give an event file or a folder of them.`, {
      cause,
    });
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
};

const replayFile = async (file: string, packageFolder: string): Promise<Replayed> => {
  const nothing = { file, effects: [], messages: [] };
  const { size } = await stat(file);
  if (size > LARGEST_FILE_BYTES)
    return { ...nothing, outcome: 'rejected', reason: `TooLarge: ${size} bytes` };
  const classified = classifyEvent(await readFile(file, 'utf8'));
  if ('reason' in classified)
    return { ...nothing, outcome: classified.kind, reason: classified.reason };
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: Date.UTC(2026, 0, 1),
    channels: ['releases'],
  });
  try {
    return { ...nothing, ...(await handOver(sandbox, classified)) };
  } finally {
    await sandbox.stop();
  }
};

const handOver = async (
  sandbox: Sandbox,
  event: ReplayedEvent,
): Promise<Omit<Replayed, 'file'>> => {
  const operator = createOperator(sandbox.url);
  const files = await readPolicyFiles([]);
  const policies = files.flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
  await sandbox.clock.hold(async () => {
    await takeFirstSteps(sandbox, operator, policies);
    if (event.kind === 'bus') sandbox.ports.events.route(event.event);
    else sandbox.ports.functions.invokeAsync(event.functionName, event.payload);
    await sandbox.clock.sleep(SETTLE_MS);
  });
  operator.stop();
  const entries = sandbox.journal.entries();
  return {
    ...outcomeOf(entries),
    effects: effectsOf(entries),
    messages: sandbox.slack
      .messages()
      .map(({ channel, ts, kind, text }) => ({ channel, ts, kind, text })),
  };
};

/** The function's own decision where it told one in its log, else how its invocation ended. */
const outcomeOf = (entries: readonly TimedEntry[]): Pick<Replayed, 'outcome' | 'reason'> => {
  const invocations = entries.filter((entry) => entry.kind === 'invocation');
  if (invocations.length === 0) return { outcome: 'ignored', reason: 'NoRuleMatches' };
  const decisions = entries.flatMap((entry) =>
    entry.kind === 'log' ? decisionOf(entry.line) : [],
  );
  const [decision] = decisions;
  if (decision !== undefined)
    return {
      outcome: decision.decision === 'ignored' ? 'ignored' : 'handled',
      reason: decision.reason,
    };
  const error = invocations.find((entry) => entry.error !== undefined)?.error;
  const invalid = error?.includes('InvalidInput') === true;
  return { outcome: invalid ? 'rejected' : 'handled', reason: error ?? 'Done' };
};

const decisionOf = (line: string): readonly { decision: string; reason: string }[] => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return [];
    const { decision, reason }: { decision?: unknown; reason?: unknown } = value;
    return typeof decision === 'string' && typeof reason === 'string' ? [{ decision, reason }] : [];
  } catch {
    return [];
  }
};

const READS = /^(Get|List|Describe|BatchGet|Query|Scan|Receive)/;

/** What the stack's functions changed, or tried to. */
const effectsOf = (entries: readonly TimedEntry[]): Replayed['effects'] =>
  entries.flatMap((entry) =>
    entry.kind === 'call' && entry.caller.kind === 'role' && !READS.test(entry.operation)
      ? [
          {
            service: entry.action.split(':')[0] ?? entry.service,
            operation: entry.operation,
            input: entry.input,
          },
        ]
      : [],
  );

const toLine = ({ file, outcome, reason, effects, messages }: Replayed): string =>
  `${outcome.padEnd(8)}  ${file}  ${reason}; ${effects.length} effects, ${messages.length} messages`;
