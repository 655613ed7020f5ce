import { toEventLog } from '../../sandbox/event-log';
import { tour } from '../../sandbox/stories/tour';
import { startScenario } from '../support/sandbox';

const playTour = async (seed: number): Promise<string> => {
  const { sandbox, play, stop } = await startScenario({ seed });
  try {
    await play((stage) => tour.play(stage));
    expect(tour.faults(await sandbox.snapshot())).toEqual([]);
    return toEventLog({ entries: sandbox.journal.entries(), url: sandbox.url });
  } finally {
    await stop();
  }
};

const kindsOf = (log: string): readonly string[] =>
  [...new Set(log.split('\n').map((line) => /"kind":"(\w+)"/.exec(line)?.[1] ?? ''))].toSorted();

const WORD = /[A-Za-z0-9+/=_-]+/g;

/** Pairs of words that stand in the same place and are not the same; undefined where the texts have other places. */
const differencesOf = (left: string, right: string): readonly (readonly string[])[] | undefined => {
  if (left.replace(WORD, '.') !== right.replace(WORD, '.')) return undefined;
  const others = right.match(WORD) ?? [];
  return (left.match(WORD) ?? [])
    .map((word, index) => [word, others[index] ?? ''])
    .filter(([word, other]) => word !== other);
};

let log: string;
beforeAll(async () => {
  log = await playTour(7);
});

it('tells the same tour again, byte for byte, for the same seed', async () => {
  expect(await playTour(7)).toBe(log);
});

it('tells all that happened', () => {
  expect(kindsOf(log)).toEqual(
    ['', 'call', 'delivery', 'deployment', 'event', 'invocation', 'slack'].toSorted(),
  );
});

it('tells a tour with another seed that differs in ids alone', async () => {
  // when
  const differences = differencesOf(log, await playTour(8)) ?? [];
  // then: each id of the one stands for one id of the other, everywhere
  const pairs = new Set(differences.map((pair) => pair.join(' ')));
  expect(pairs.size).toBeGreaterThan(0);
  expect(new Set(differences.map(([word]) => word)).size).toBe(pairs.size);
  expect(new Set(differences.map(([, other]) => other)).size).toBe(pairs.size);
  expect(differences.filter(([word = '', other]) => word.length !== other?.length)).toEqual([]);
});
