import { createClock } from '../../../sandbox/clock';
import { StateFailure } from '../../../sandbox/step-functions/engine/failure';
import { createEvaluator } from '../../../sandbox/step-functions/jsonata/evaluate';
import type { Json } from '../../../sandbox/step-functions/json';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { NOON_EPOCH_MS } from './step-functions-sandbox';

const evaluate = (template: Json, seed = 7): Promise<Json> => {
  const clock = createClock({ startEpochMs: NOON_EPOCH_MS, speed: 0, onError: () => undefined });
  return createEvaluator({ clock, random: createSeededRandom(seed) }).template(template, 'Output', {
    states: { input: { hosts: ['h-1', 'h-2', 'h-3'], count: 3 } },
    variables: { fleet: 'blue' },
  });
};

const failureOf = async (template: Json): Promise<StateFailure> => {
  try {
    await evaluate(template);
  } catch (error) {
    if (error instanceof StateFailure) return error;
  }
  throw new Error('The expression did not fail.');
};

describe('expressions', () => {
  it('are replaced wherever they stand, and nothing else is', async () => {
    const value = await evaluate({
      fleet: '{% $fleet %}',
      list: [1, '{% $states.input.count %}', null],
      ' {% not one %}': ' {% $fleet %}',
      text: '$fleet',
    });
    expect(value).toEqual({
      fleet: 'blue',
      list: [1, 3, null],
      ' {% not one %}': ' {% $fleet %}',
      text: '$fleet',
    });
  });

  it.each<[string, Json]>([
    ['$partition($states.input.hosts, 2)', [['h-1', 'h-2'], ['h-3']]],
    ['$partition([], 2)', []],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(5, 5, 1)', 5],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$parse(\'{"a":[1]}\').a', [1]],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$now()', '2026-11-21T12:00:00.000Z'],
    ["$now('[Y]-[M01]', '+0000')", '2026-11'],
    ['$millis()', 1795262400000],
    ['$map($states.input.hosts, function($h) { $h & "!" })', ['h-1!', 'h-2!', 'h-3!']],
  ])('%s', async (expression, value) => {
    expect(await evaluate(`{% ${expression} %}`)).toEqual(value);
  });

  it('draw from the seed what is random', async () => {
    const drawn = (seed: number) => evaluate('{% [$random(), $uuid()] %}', seed);
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });

  it('give the same $random for the same seed of their own, from 0 to below 1', async () => {
    const [first, again, other] = [
      await evaluate('{% $random(5) %}'),
      await evaluate('{% $random(5) %}', 9),
      await evaluate('{% $random(6) %}'),
    ];
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThan(1);
  });
});

describe('an expression that fails', () => {
  it.each([
    [
      '$none',
      "The JSONata expression '$none' specified for the field 'Output' returned nothing (undefined).",
    ],
    [
      'function($x) { $x }',
      "The JSONata expression 'function($x) { $x }' specified for the field 'Output' returned an unsupported result type.",
    ],
    [
      '/host/',
      "The JSONata expression '/host/' specified for the field 'Output' returned an unsupported result type.",
    ],
    [
      '1 / 0',
      "The JSONata expression '1 / 0' specified for the field 'Output' returned an unsupported result type.",
    ],
  ])('says what AWS says: %s', async (expression, cause) => {
    expect(await failureOf(`{% ${expression} %}`)).toMatchObject({
      error: 'States.QueryEvaluationError',
      reason: cause,
    });
  });

  it('names the place inside the field', async () => {
    const failure = await failureOf({ host: { id: '{% $none %}' } });
    expect(failure.evaluation).toEqual({ location: 'Output/host/id' });
  });

  it.each([
    "$number('x')",
    "$parse('{')",
    "$eval('1')",
    "$hash('x', 'CRC')",
    '$range(1, 2, 0)',
    '$range(1, 2000, 1)',
    '$partition([1], 0)',
  ])('is a States.QueryEvaluationError: %s', async (expression) => {
    const failure = await failureOf(`{% ${expression} %}`);
    expect(failure.error).toBe('States.QueryEvaluationError');
    expect(failure.reason).toContain('threw an error during evaluation.');
  });
});
