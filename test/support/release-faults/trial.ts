import type { ReleaseWatch } from '../release-watch';
import type { Scenario } from '../sandbox';
import { verdictsOf } from '../what-slipway-said';
import type { HeardAnswer, HeardAnswers } from './heard-answers';
import { isMild, refusalsOf, type Trouble } from './trouble';

export interface Stand {
  readonly scenario: Scenario;
  readonly watch: ReleaseWatch;
  readonly heard: HeardAnswers;
}

/** One kind of gate. */
export interface PlaceOnTrial {
  readonly name: string;
  /** Makes what a release needs; nothing goes wrong yet. Gives what releases it and waits until it has ended. */
  prepare(stand: Stand, group: string): Promise<(trouble: Trouble) => Promise<Tried>>;
}

/** What became of a release, and of everybody who waited for a word about it. */
export interface Tried {
  /** As the ledger knows it. */
  readonly deploymentId: string;
  /** What it ended with, in AWS's word. */
  readonly status: string;
  readonly wentThrough: boolean;
  /** How it may have ended, by what happened to it. */
  readonly may: { readonly goThrough: boolean; readonly stop: boolean };
  readonly waits: readonly Wait[];
  /** By which a word is given: no word may come where these are refused so often. */
  readonly answers: { readonly operations: readonly string[]; readonly tries: number };
}

/** Somebody who waits for one word. */
export interface Wait {
  readonly name: string;
  readonly answers: readonly HeardAnswer[];
  /** By then the word must have come. */
  readonly limitEpochMs: number;
}

export const MINUTE = 60_000;

/** What is judged by an alarm goes through if that stays green; unless troubles were mild, it may be stopped as well. */
export const judgedByAlarm = (trouble: Trouble): Tried['may'] => {
  const goThrough = trouble.badAfterSec === undefined;
  return { goThrough, stop: !goThrough || !isMild(trouble) };
};

/** Exactly one word is taken by each who waits, in time, and a release goes on by nothing but words that let it. */
export const expectKept = async (stand: Stand, tried: Tried, trouble: Trouble): Promise<void> => {
  const { deploymentId, waits, status, wentThrough, may } = tried;
  const pages = stand.watch.pagesOf(deploymentId);
  const verdicts = (await verdictsOf(stand.scenario, { deploymentId })).map(
    ({ hook, reason, answer }) => `${hook} ${reason} ${answer}`,
  );
  const about = { status, verdicts, pages, waits };
  const isExcused = refusalsOf(trouble, tried.answers.operations) >= tried.answers.tries;
  const taken = waits.map(({ answers }) => takenOf(answers));
  const mayPage = refusalsOf(trouble, ['Publish']) === 0;
  if (isExcused && taken.some(({ length }) => length === 0))
    expect({ ...about, paged: pages.includes(UNDELIVERED) || !mayPage }).toEqual({
      ...about,
      paged: true,
    });
  else
    expect({ ...about, taken: taken.map(({ length }) => length) }).toEqual({
      ...about,
      taken: waits.map(() => 1),
    });
  for (const [index, { limitEpochMs }] of waits.entries())
    for (const { atEpochMs } of taken[index] ?? []) expect(atEpochMs).toBeLessThan(limitEpochMs);
  const isLet = taken.every(([first]) => first?.word === 'Succeeded');
  expect({ ...about, wentThrough }).toEqual({ ...about, wentThrough: isLet });
  expect({ ...about, may: wentThrough ? may.goThrough : may.stop }).toEqual({
    ...about,
    may: true,
  });
  if (isMild(trouble)) expect(about).toEqual({ ...about, pages: [] });
  // What was failed never goes on.
  const failed = verdicts.filter((verdict) => verdict.endsWith(' Failed'));
  if (wentThrough && waits.length > 0)
    expect({ ...about, failed }).toEqual({ ...about, failed: [] });
};
const UNDELIVERED = 'answer-not-delivered';

/** The words that were accepted. A deployment that is being stopped takes the same order again. */
const takenOf = (answers: readonly HeardAnswer[]): readonly HeardAnswer[] =>
  answers
    .filter(({ error, word }) => error === undefined && word !== 'again')
    .filter(
      ({ executionId, word }, index, accepted) =>
        executionId !== undefined || word === 'Succeeded' || accepted[index - 1]?.word !== word,
    );
