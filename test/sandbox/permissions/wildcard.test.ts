import fc from 'fast-check';
import {
  matchesArn,
  matchesResource,
  matchesWildcard,
} from '../../../sandbox/permissions/wildcard';

/** The definition itself, word for word, and slow. */
const fitsByDefinition = (pattern: string, text: string): boolean => {
  const [head] = pattern;
  if (head === undefined) return text === '';
  const rest = pattern.slice(1);
  if (head === '*')
    return Array.from({ length: text.length + 1 }, (_, from) => text.slice(from)).some((tail) =>
      fitsByDefinition(rest, tail),
    );
  return text !== '' && (head === '?' || head === text[0]) && fitsByDefinition(rest, text.slice(1));
};

const texts = (letters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength });

describe('a wildcard', () => {
  it('fits exactly what its definition says', () =>
    fc.assert(
      fc.property(
        texts('ab*?', 8),
        texts('ab*?', 10),
        (pattern, text) => matchesWildcard(pattern, text) === fitsByDefinition(pattern, text),
      ),
      { numRuns: 3000 },
    ));

  it('fits a text with any of its runs replaced by a star', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, run, after) =>
        matchesWildcard(`${before}*${after}`, `${before}${run}${after}`),
      ),
    ));

  it('is quick where it could be slow', () => {
    // given
    const startedMs = performance.now();
    // when
    const fits = matchesWildcard('*a'.repeat(2000) + 'b', 'a'.repeat(10_000));
    // then
    expect(fits).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});

describe('a resource', () => {
  const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/ledger';
  const ALIAS = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live';

  it.each([
    ['*', TABLE, true],
    [TABLE, TABLE, true],
    [`${TABLE}/index/*`, TABLE, false],
    [`${TABLE}*`, `${TABLE}/index/by-kind`, true],
    ['arn:aws:dynamodb:*:*:table/ledger', TABLE, true],
    ['arn:aws:dynamodb:eu-west-?:*:table/l*r', TABLE, true],
    ['arn:aws:dynamodb:us-*:*:table/ledger', TABLE, false],
    ['arn:aws:dynamodb', TABLE, true],
    ['arn:aws:sqs', TABLE, false],
    ['arn:aws:lambda:*', ALIAS, true],
    ['arn:aws:lambda:*:*:function:checkout', ALIAS, false],
    ['arn:aws:lambda:*:*:function:checkout:*', ALIAS, true],
    ['arn:aws:lambda:*:*:function:check*', ALIAS, true],
    ['arn:aws:lambda:*:*:function:*out:live', ALIAS, true],
    ['arn:aws:lambda:*:*:function:c*e', ALIAS, false],
    [TABLE, '*', false],
    ['arn:aws:dynamodb:*:*:table/LEDGER', TABLE, false],
  ])('%s fits %s: %s', (pattern, resource, expected) => {
    expect(matchesResource(pattern, resource)).toBe(expected);
  });

  it('fits itself, whatever it is', () =>
    fc.assert(fc.property(texts('ab:/', 20), (resource) => matchesResource(resource, resource))));

  it('never fits what the pattern would not fit with stars that run over colons', () =>
    fc.assert(
      fc.property(
        fc.array(texts('ab*?', 3), { minLength: 6, maxLength: 8 }),
        texts('ab:', 16),
        (parts, resource) =>
          !matchesResource(parts.join(':'), resource) || matchesWildcard(parts.join(':'), resource),
      ),
      { numRuns: 2000 },
    ));
});

describe('ArnLike', () => {
  it.each([
    ['arn:aws:sns:*:*:pages', 'arn:aws:sns:eu-west-1:123456789012:pages', true],
    ['arn:aws:sns:*', 'arn:aws:sns:eu-west-1:123456789012:pages', false],
    ['arn:aws:lambda:*:*:function:a*', 'arn:aws:lambda:eu-west-1:1:function:ab:live', true],
    ['*', 'arn:aws:sns:eu-west-1:123456789012:pages', true],
  ])('%s fits %s: %s', (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });
});
