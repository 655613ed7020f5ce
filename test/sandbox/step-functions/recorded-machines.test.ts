import { recordingSets } from '../../../sandbox/provenance/conformance/sets';
import { checkSet } from '../provenance/check-set';

it('runs the machines that AWS has run to the same end, with the same history', async () => {
  const outcomes = await checkSet(recordingSets.machines);
  expect(outcomes.map(({ set, missed }) => ({ set, missed }))).toEqual([
    { set: 'JSONata machines without tasks', missed: [] },
    { set: 'JSONata machines without tasks: whole history', missed: [] },
    { set: 'JSONata machines with tasks', missed: [] },
    { set: 'JSONata machines with tasks: whole history', missed: [] },
  ]);
});

it('leaves out only machines in JSONPath, or of another account', async () => {
  const outcomes = await checkSet(recordingSets.machines);
  const why = new Set(outcomes.flatMap(({ leftOut }) => leftOut.map((it) => it.why)));
  const allowed = [
    'is written in JSONPath, in part at least',
    'waits for an execution of a machine that is not in the recording',
  ];
  expect([...why].filter((it) => !allowed.includes(it))).toEqual([]);
  for (const { leftOut, passed } of outcomes) expect(leftOut.length).toBeLessThan(passed);
});
