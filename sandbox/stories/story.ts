import type { Snapshot } from '../console/snapshot';
import type { Stage } from './stage';

/** A sequence of things that people and pipelines do, and how it has to end. */
export interface Story {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Runs under the clock's hold; waits by `stage.sleep`. */
  play(stage: Stage): Promise<void>;
  /** What did not end as it should, a sentence each; nothing where it did. */
  faults(ended: Snapshot): readonly string[];
}
