import type { Outcome } from '../outcome';
import type { Button } from './gate-button';

/** What to say, before anybody knows how Slack wants it. All texts are plain: whoever renders them escapes them. */
export interface Message {
  readonly kind: 'run' | 'verdict' | 'refusal';
  /** A complete sentence: all that screen readers and notifications get. */
  readonly text: string;
  readonly title: string;
  readonly mood: Mood;
  /** e.g. `Rolled back` */
  readonly status: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly lines: readonly Line[];
  /** Where a person's word is awaited. */
  readonly buttons?: readonly Button[];
  readonly footnote?: string;
}
export interface Line {
  readonly mood: Mood;
  readonly text: string;
  /** Slack user ids whom the line is about: they are named in front of it, and hear of it. */
  readonly people?: readonly string[];
  /** Pages of AWS's console that say more; they stand behind it. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
}
/** `ask`: a person is waited for. */
export type Mood = 'good' | 'bad' | 'busy' | 'unsure' | 'ask';

export const OUTCOME_MOODS: Readonly<Record<Outcome, Mood>> = {
  passed: 'good',
  failed: 'bad',
  inconclusive: 'unsure',
  error: 'bad',
};

/** More of it than this goes to the console, not into one message. */
export const LINES_LIMIT = 20;
export const REASON_LENGTH = 200;

/** e.g. `12:55 UTC`, of an ISO-8601 time in UTC. */
export const toClockTime = (iso: string): string => `${iso.slice(11, 16)} UTC`;
