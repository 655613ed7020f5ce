import { difference, judgeCases, type SetOutcome } from '../conformance/outcome';
import type { Recording } from './recording-file';

/** Each step that AWS was asked, with what AWS answered and what the sandbox answers now. */
export const compareRecordings = (
  recorded: readonly Recording[],
  replayed: readonly Recording[],
): SetOutcome => {
  const cases = recorded.flatMap(({ probe, steps }) => {
    const now = replayed.find((it) => it.probe === probe);
    return steps.map((it) => ({
      name: `${probe}: ${it.step}`,
      recorded: it,
      replayed: now?.steps.find(({ step }) => step === it.step),
    }));
  });
  return judgeCases('Answers recorded by verify:aws', cases, {
    nameOf: ({ name }) => name,
    whyNot: (it) => difference(it.replayed, it.recorded),
  });
};
