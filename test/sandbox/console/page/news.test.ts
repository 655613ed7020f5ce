import { announce } from '../../../../sandbox/console/page/script/announcements.mjs';
import { renderCalls } from '../../../../sandbox/console/page/script/calls.mjs';
import {
  formatDay,
  formatDuration,
  formatSlackDate,
  formatSpeed,
  formatTime,
} from '../../../../sandbox/console/page/script/time.mjs';
import { aMessage, aRelease, aSnapshot, findAll, textIn } from './page-trees';

const rollback = { deploymentId: 'd-BACK', status: 'Created' };

it('announces nothing for the first snapshot, nor where nothing changed', () => {
  const snapshot = aSnapshot({ releases: [aRelease()], messages: [aMessage()] });
  expect(announce(undefined, snapshot)).toEqual([]);
  expect(announce(snapshot, snapshot)).toEqual([]);
});

it('announces what began, what ended, and what was rolled back', () => {
  const before = aSnapshot({ releases: [aRelease({ outcome: 'in progress' })] });
  const after = aSnapshot({
    releases: [
      aRelease({ outcome: 'failed', rollback }),
      aRelease({ deploymentId: 'd-TWO', outcome: 'in progress' }),
    ],
    messages: [aMessage({ text: 'checkout-api failed' })],
  });
  expect(announce(before, after)).toEqual([
    'checkout-api, deployment d-ONE: failed.',
    'checkout-api, deployment d-ONE: rolled back by d-BACK.',
    'checkout-api, deployment d-TWO: in progress.',
    '1 new in Slack: checkout-api failed',
  ]);
});

it('lists AWS calls, most often first', () => {
  const nodes = renderCalls({ 'sns:Publish': 1, 'codedeploy:GetDeployment': 14, 'a:B': 1 });
  expect(findAll(nodes, { tag: 'dt' }).map((term) => textIn([term]))).toEqual([
    'codedeploy:GetDeployment',
    'a:B',
    'sns:Publish',
  ]);
  expect(textIn(findAll(nodes, { tag: 'summary' }))).toBe('16 calls to AWS, 3 actions');
  expect(renderCalls({})).toEqual([]);
});

it.each([
  [850, '850 ms'],
  [3100, '3.1 s'],
  [42_000, '42 s'],
  [420_000, '7 m'],
  [319_000, '5 m 19 s'],
  [7_440_000, '2 h 4 m'],
  [3_600_000, '1 h'],
  [262_800_000, '3 d 1 h'],
])('writes %i ms as %s', (durationMs, words) => {
  expect(formatDuration(durationMs)).toBe(words);
});

it('writes the time of the sandbox in UTC', () => {
  const epochMs = Date.UTC(2026, 0, 5, 9, 4, 31);
  expect(formatTime(epochMs)).toBe('09:04:31');
  expect(formatDay(epochMs)).toBe('Mon 5 Jan 2026');
  expect(formatSlackDate(epochMs, '{date_num} {time_secs} {odd}')).toBe(
    '2026-01-05 09:04:31 {odd}',
  );
});

it.each([
  [0, 'Virtual time: jumps to the next event'],
  [1, 'Real time'],
  [60, '60× real time'],
])('tells speed %i in words', (speed, words) => {
  expect(formatSpeed(speed)).toBe(words);
});
