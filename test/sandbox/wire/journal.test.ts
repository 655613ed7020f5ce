import { createJournal } from '../../../sandbox/wire/journal';

const clock = { nowEpochMs: () => 1_000 };
const logLine = (line: string) => ({ kind: 'log', functionName: 'f', line }) as const;

it('numbers entries in order and stamps them with the sandbox time', () => {
  // given
  const journal = createJournal(clock);
  // when
  journal.record(logLine('one'));
  journal.record({ kind: 'trouble', message: 'two' });
  // then
  expect(journal.entries()).toEqual([
    { kind: 'log', functionName: 'f', line: 'one', atEpochMs: 1_000, sequence: 1 },
    { kind: 'trouble', message: 'two', atEpochMs: 1_000, sequence: 2 },
  ]);
});

it('drops the oldest of a kind that is many, keeps the others, and counts all', () => {
  // given
  const journal = createJournal(clock, 10);
  journal.record({ kind: 'trouble', message: 'first of all' });
  // when
  for (let index = 1; index <= 25; index += 1) journal.record(logLine(String(index)));
  // then
  const lines = journal.entries().flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
  expect(lines.slice(-10)).toEqual(['16', '17', '18', '19', '20', '21', '22', '23', '24', '25']);
  expect(lines.length).toBeLessThanOrEqual(11);
  expect(journal.entries()[0]).toMatchObject({ kind: 'trouble' });
  expect(journal.counts()).toEqual({ trouble: 1, log: 25 });
});

it('tells listeners of every entry until they have had enough', () => {
  // given
  const journal = createJournal(clock);
  const heard: number[] = [];
  const end = journal.follow(({ sequence }) => heard.push(sequence));
  // when
  journal.record(logLine('one'));
  end();
  journal.record(logLine('two'));
  // then
  expect(heard).toEqual([1]);
});

it('lets go of a listener that fails, and says so', () => {
  // given
  const journal = createJournal(clock);
  journal.follow(() => {
    throw new Error('deaf');
  });
  // when
  journal.record(logLine('one'));
  journal.record(logLine('two'));
  // then
  expect(journal.entries().map(({ kind }) => kind)).toEqual(['log', 'trouble', 'log']);
});
