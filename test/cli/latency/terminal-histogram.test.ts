import * as fc from 'fast-check';
import { terminalOf } from '../../../cli/latency/terminal';
import { toTerminalHistogram } from '../../../cli/latency/terminal-histogram';
import { histogramOf } from '../../support/latency';

const PLAIN = { unicode: false, colour: false };
const SAMPLES = [3, 3, 3, 7, 90];

it.each([
  [{ LANG: 'en_GB.UTF-8' }, true, { unicode: true, colour: true }],
  [{ LANG: 'C' }, true, { unicode: false, colour: true }],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, true, { unicode: false, colour: true }],
  [{ LC_CTYPE: 'C.utf8', NO_COLOR: '1' }, true, { unicode: true, colour: false }],
  [{ TERM: 'dumb' }, true, PLAIN],
  [{ LANG: 'en_GB.UTF-8' }, false, PLAIN],
])('of %p, terminal: %p, knows what it can show', (env, isTty, expected) => {
  expect(terminalOf(isTty, env)).toEqual(expected);
});

it('draws with blocks and colour where the terminal has them', () => {
  const lines = toTerminalHistogram(histogramOf(SAMPLES, 50), [{ us: 3, label: 'p50 3' }], {
    unicode: true,
    colour: true,
  });
  expect(lines[0]).toBe('  µs  samples');
  expect(lines[1]).toMatch(/^ 3–4 {8}3 {2}█+ p50 3$/u);
  expect(lines.at(-1)).toContain('\u001b[31m▒');
  expect(lines.at(-1)).toContain('overflow, the longest 90');
});

it('says nothing of no samples', () => {
  expect(toTerminalHistogram(histogramOf([], 50), [], PLAIN)).toEqual([]);
});

it('draws samples that are all beyond the histogram', () => {
  expect(toTerminalHistogram(histogramOf([60, 70], 50), [], PLAIN)).toEqual([
    '   us  samples',
    expect.stringMatching(/^>= 50 {8}2 {2}=+ overflow, the longest 70$/),
  ]);
});

it('is ASCII of at most 80 columns, and counts every sample once', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9_999_999 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.array(fc.record({ us: fc.nat(), label: fc.constantFrom('p99 7', 'p99.9 limit 1234567') })),
      (samples, bound, marks) => {
        const lines = toTerminalHistogram(histogramOf(samples, bound), marks, PLAIN);
        for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{1,80}$/);
        const counted = lines
          .slice(1)
          .map((line) => Number(/^\s*(?:>= )?[\d-]+\s+(\d+)/.exec(line)?.[1]))
          .reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(samples.length);
      },
    ),
  ));
