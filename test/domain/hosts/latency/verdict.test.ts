import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATENCY_REASONS } from '../../../../domain/hosts/latency/verdict';

it('every reason is in the runbook, with its outcome', () => {
  const text = readFileSync(join(__dirname, '../../../../docs/latency.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(\w+)` +\| (?:passed|failed|inconclusive) /gm)];
  expect(listed.map(([, reason]) => reason)).toEqual([...LATENCY_REASONS]);
});
