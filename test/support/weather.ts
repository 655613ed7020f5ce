import fc from 'fast-check';
import type { Fault } from '../../sandbox/faults/fault';

/** How bad a day is: a chance for each kind of fault, 0 to 1. */
export interface Weather {
  readonly throttle: number;
  readonly error: number;
  readonly lostAnswer: number;
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly invokeTwice: number;
  readonly deliverTwice: number;
}

/** Days without any fault are rare. */
const upTo = (max: number) =>
  fc.noBias(fc.integer({ min: 0, max: max * 100 })).map((percent) => percent / 100);

/** Calls fail rarely enough that a function that tries again gets through in the end. */
export const anyWeather: fc.Arbitrary<Weather> = fc.record({
  throttle: upTo(0.08),
  error: upTo(0.08),
  lostAnswer: upTo(0.1),
  drop: upTo(0.5),
  duplicate: upTo(0.7),
  reorder: upTo(0.5),
  invokeTwice: upTo(0.5),
  deliverTwice: upTo(0.5),
});

export const FINE: Weather = {
  throttle: 0,
  error: 0,
  lostAnswer: 0,
  drop: 0,
  duplicate: 0,
  reorder: 0,
  invokeTwice: 0,
  deliverTwice: 0,
};

/** On the calls of these functions, and on CodeDeploy's events: what EventBridge takes from it, it gives at best effort. */
export const toFaults = (weather: Weather, functionNames: readonly string[]): readonly Fault[] => {
  const source = 'aws.codedeploy';
  return [
    ...functionNames.flatMap((caller): readonly Fault[] => [
      { kind: 'throttle', caller, chance: weather.throttle },
      { kind: 'error', caller, chance: weather.error },
      { kind: 'lost-answer', caller, chance: weather.lostAnswer },
    ]),
    { kind: 'drop', source, chance: weather.drop },
    { kind: 'duplicate', source, chance: weather.duplicate, delayMs: 2_000 },
    { kind: 'reorder', source, chance: weather.reorder, behind: 2, delayMs: 400_000 },
    { kind: 'invoke-twice', chance: weather.invokeTwice },
    { kind: 'deliver-twice', chance: weather.deliverTwice },
  ];
};
