import { codesAt } from '../../support/policy-files';

const query = (rest: object = {}) => ({ namespace: 'N', metric: 'M', ...rest });
const threshold = (source: object, rest: object = { max: 1 }) => ({
  kind: 'metric-threshold',
  source,
  ...rest,
});
const ONE = { queries: { m: query() } };

it.each<[string, object, readonly string[]]>([
  ['one query', ONE, []],
  ['no query', { queries: {} }, ['QueryMissing']],
  ['two queries', { queries: { a: query(), b: query() } }, ['ExpressionMissing']],
  [
    'an expression over them',
    { queries: { a: query(), b: query() }, expression: '100 * a / b' },
    [],
  ],
  [
    'functions in it',
    { queries: { m1: query() }, expression: 'IF(m1 > 1e3, FILL(m1, 0), m1)' },
    [],
  ],
  [
    'words in quotes',
    { queries: { m: query() }, expression: 'm + SEARCH("metric=x", \'Sum\')' },
    [],
  ],
  ['an id that is none', { queries: { a: query() }, expression: 'a / b' }, ['UnknownQuery']],
  [
    'an id that is not used',
    { queries: { a: query(), b: query() }, expression: 'a * 2' },
    ['QueryUnused'],
  ],
  [
    'all of them at once',
    { queries: { a: query(), b: query() }, expression: 'SUM(METRICS())' },
    [],
  ],
  [
    'periods that differ',
    { queries: { a: query(), b: query({ periodSec: 300 }) }, expression: 'a / b' },
    ['PeriodsDiffer'],
  ],
])('finds in a source with %s: %j', async (_, source, codes) => {
  expect(await codesAt('AfterAllowTraffic', threshold(source))).toEqual(codes);
  const traffic = { source, atLeast: 1 };
  expect(await codesAt('AfterAllowTraffic', threshold(ONE, { max: 1, traffic }))).toEqual(codes);
});

it.each([
  [{}, ['LimitMissing']],
  [{ min: 0 }, []],
  [{ min: 2, max: 1 }, ['MinAboveMax']],
  [{ min: 1, max: 1 }, []],
  [{ max: 1, windowSec: 60 }, []],
])('finds in the limits %j: %j', async (limits, codes) => {
  expect(await codesAt('AfterAllowTraffic', threshold(ONE, limits))).toEqual(codes);
});

it('finds a window shorter than a period', async () => {
  const source = { queries: { m: query({ periodSec: 300 }) } };
  const short = threshold(source, { max: 1, windowSec: 120 });
  expect(await codesAt('AfterAllowTraffic', short)).toEqual(['WindowBelowPeriod']);
});

const baseline = (rest: object) => ({
  kind: 'metric-baseline',
  source: ONE,
  baseline: { kind: 'previous-window' },
  ...rest,
});

it.each<[string, object, readonly string[]]>([
  ['as many points as it needs', { windowSec: 720, minSamples: 12 }, []],
  ['one point too few', { windowSec: 719, minSamples: 12 }, ['WindowTooShort']],
  [
    'no placeholder for its version',
    { baseline: { kind: 'previous-version' } },
    ['BaselineIsTheSame'],
  ],
  [
    'a dimension with its version',
    {
      baseline: { kind: 'previous-version' },
      source: { queries: { m: query({ dimensions: { Version: '{{targetVersion}}' } }) } },
    },
    [],
  ],
  [
    "Lambda's own metrics",
    {
      baseline: { kind: 'previous-version' },
      source: { queries: { m: query({ namespace: 'AWS/Lambda' }) } },
    },
    [],
  ],
  ['a control group', { baseline: { kind: 'control', dimensions: { Group: 'b' } } }, []],
  [
    'a control group that is itself',
    {
      source: { queries: { m: query({ dimensions: { Group: 'a' } }) } },
      baseline: { kind: 'control', dimensions: { Group: 'a' } },
    },
    ['BaselineIsTheSame'],
  ],
  [
    'a placeholder that is unknown',
    {
      source: { queries: { m: query({ dimensions: { Group: '{{x}}' } }) } },
      baseline: { kind: 'control', dimensions: { Group: 'b' } },
    },
    ['UnknownPlaceholder'],
  ],
])('finds in a comparison with %s: %j', async (_, rest, codes) => {
  expect(await codesAt('AfterAllowTraffic', baseline(rest))).toEqual(codes);
});
