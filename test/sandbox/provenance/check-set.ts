import type { SetOutcome } from '../../../sandbox/provenance/conformance/outcome';
import { readFixtures, readRecordings } from '../../../sandbox/provenance/conformance/read-set';
import type { recordingSets } from '../../../sandbox/provenance/conformance/sets';

type RecordingSet = (typeof recordingSets)[keyof typeof recordingSets];

/** AWS's recordings where they are beside the repository, else, with a line that says so, our own fixtures. */
export const checkSet = async (set: RecordingSet): Promise<readonly SetOutcome[]> => {
  const recordings = readRecordings(set);
  if (recordings === undefined)
    process.stdout.write(`${set.recording} is not beside the repository: our own cases instead\n`);
  const outcomes = await set.check((recordings ?? readFixtures(set)).content);
  for (const { set: name, of } of outcomes) if (of === 0) throw new Error(`${name} has no cases.`);
  return outcomes;
};
