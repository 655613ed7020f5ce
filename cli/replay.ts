import { sentenceOf } from '../domain/errors';
import { shorten } from '../domain/units';
import { packageStack } from './package-stack';
import { readPolicyFiles } from './policy-files';
import { print, tell } from './print';
import { classifyEvent } from './replay/classify-event';
import type { Doors } from './replay/doors';
import type { EventFile } from './replay/event-files';
import { findEventFiles, readEventFile } from './replay/event-files';
import type { ReplayedEffects, Stack } from './replay/replay-event';
import { readDoorsOf, replayEvent } from './replay/replay-event';

export interface Replayed extends ReplayedEffects {
  readonly file: string;
}

/**
 * `slipway replay`: what the packaged stack does with each event, in a fresh sandbox on a virtual clock. A line per
 * file, whatever the file is; throws UsageError only for a path where there is nothing.
 */
export const replay = async (
  paths: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> => {
  const files = await findEventFiles(paths);
  if (files.length === 0) return tell(`There is no *.json file under ${paths.join(', ')}.`);
  const replayFile = await createReplayer(await packageStack());
  for (const file of files) {
    const replayed = await replayFile(file);
    print(options.json === true ? JSON.stringify(replayed) : toLine(replayed));
    if (replayed.reason.startsWith(FAULT_OF_OURS)) process.exitCode = 70;
  }
};

/** What replays one file after the other against the packaged stack. */
export const createReplayer = async (
  packageFolder: string,
): Promise<(file: EventFile) => Promise<Replayed>> => {
  const policyFiles = await readPolicyFiles([]);
  const policies = policyFiles.flatMap(({ policy }) => policy ?? []);
  const stack: Stack = { packageFolder, policies };
  const doors = await readDoorsOf(stack);
  return async (file) => {
    const { outcome, reason, effects, messages } = await replayOne(file, stack, doors).catch(
      (thrown: unknown) => unreplayed('rejected', `${FAULT_OF_OURS}: ${sentenceOf(thrown)}`),
    );
    return { file: file.path, outcome, reason: shorten(reason, 500), effects, messages };
  };
};

/** The sandbox broke on the event: the line says so, and so does the exit code. */
const FAULT_OF_OURS = 'ReplayFailed';

const unreplayed = (outcome: 'ignored' | 'rejected', reason: string): ReplayedEffects => ({
  outcome,
  reason,
  effects: [],
  messages: [],
});

const replayOne = async (file: EventFile, stack: Stack, doors: Doors): Promise<ReplayedEffects> => {
  const content = await readEventFile(file);
  if ('fault' in content) return unreplayed('rejected', content.fault);
  const classified = classifyEvent(content.text, doors);
  return 'reason' in classified
    ? unreplayed(classified.kind, classified.reason)
    : replayEvent(stack, classified);
};

/** For a terminal: no text of an event can move its cursor, break its line or turn around what it shows. */
const toLine = ({ file, outcome, reason, effects, messages }: Replayed): string =>
  `${outcome.padEnd(8)}  ${file}  ${reason}; ${effects.length} effects, ${messages.length} messages`.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    ' ',
  );
