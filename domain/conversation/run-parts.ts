import type { Message } from './message';
import { toQuestionMessage } from './gate-message';
import { toRunMessage } from './run-message';
import type { ReleaseView, RunView } from './run-view';
import { toVerdictMessage } from './verdict-message';

/** A message and where it belongs: the run's one message, or a reply in its thread. */
export interface RunPart {
  /** `run`, or `verdict#<hook execution id>`. */
  readonly part: string;
  readonly message: Message;
}

export interface RunParts {
  readonly parent: RunPart;
  /** One for each verdict and each question, in the order in which they are to be posted. */
  readonly replies: readonly RunPart[];
}

/**
 * The one message of a run, and what stands in its thread. A gate has one reply: its question becomes its verdict, so
 * that no buttons outlive it.
 */
export const decideParts = (run: RunView): RunParts => ({
  parent: { part: 'run', message: toRunMessage(run) },
  replies: run.releases.flatMap((release) => [
    ...release.verdicts.map((verdict) => ({
      part: `verdict#${verdict.executionId}`,
      message: toVerdictMessage(release, verdict),
    })),
    ...questionsOf(release),
  ]),
});

const questionsOf = (release: ReleaseView): readonly RunPart[] =>
  release.gates.flatMap((gate) => {
    const message = toQuestionMessage(release, gate);
    return message === undefined ? [] : [{ part: `verdict#${gate.key.executionId}`, message }];
  });

/** The channel that a run is told in: what a policy of its releases says, else the given one. */
export const channelOf = (run: RunView, defaultChannel: string): string =>
  run.releases.find((release) => release.channel !== undefined)?.channel ?? defaultChannel;
