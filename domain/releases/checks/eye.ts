import type { ReleaseSubject } from '../release';
import type { Observation } from './observation';

/** What an eye is asked for. */
export interface Look<C> {
  readonly check: C;
  readonly subject: ReleaseSubject;
  /** Of a look before that is still pending. */
  readonly handle?: string;
  /** Of this check's looks at this gate, from 1; the same look taken again has the same. */
  readonly sequence: number;
  /** When the gate opened, ISO-8601. */
  readonly openedAt: string;
}

/** Looks. May throw: then the look could not see. Gives up when the signal aborts. */
export type Eye<C> = (look: Look<C>, signal: AbortSignal) => Promise<Observation>;
