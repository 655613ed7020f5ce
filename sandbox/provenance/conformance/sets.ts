import { checkInputs } from './check-inputs';
import { checkMachines } from './check-machines';
import { checkArrays, checkPatterns } from './check-patterns';
import type { SetOutcome } from './outcome';
import { type Origin, readFixtures, readRecordings, type SetFile } from './read-set';

interface RecordingSet extends SetFile {
  check(content: unknown): readonly SetOutcome[] | Promise<readonly SetOutcome[]>;
}

const listed =
  (check: (cases: readonly unknown[]) => SetOutcome) =>
  (content: unknown): readonly SetOutcome[] => {
    if (!Array.isArray(content)) throw new Error('A set of cases is a list.');
    return [check(content)];
  };

/** A further set of recordings is a further row. */
export const recordingSets = {
  patterns: {
    recording: 'eventbridge-patterns-aws-validated.json',
    fixture: 'patterns.json',
    check: listed(checkPatterns),
  },
  inputs: {
    recording: 'eventbridge-input-transform-aws-validated.json',
    fixture: 'inputs.json',
    check: listed(checkInputs),
  },
  arrays: {
    recording: 'event-ruler-correctness-cases.with-expected.json',
    fixture: 'arrays.json',
    check: listed(checkArrays),
  },
  machines: {
    recording: 'asl-jsonata-aws-recorded.json',
    fixture: 'machines.json',
    check: checkMachines,
  },
} as const satisfies Readonly<Record<string, RecordingSet>>;

export interface CheckedSet {
  readonly origin: Origin;
  readonly path: string;
  readonly outcomes: readonly SetOutcome[];
}

/** Plays every set: AWS's recordings where they are beside the repository, else the project's own fixtures. */
export const checkAllSets = async (): Promise<readonly CheckedSet[]> => {
  const checked: CheckedSet[] = [];
  for (const set of Object.values(recordingSets)) {
    const { origin, path, content } = readRecordings(set) ?? readFixtures(set);
    checked.push({ origin, path, outcomes: await set.check(content) });
  }
  return checked;
};
