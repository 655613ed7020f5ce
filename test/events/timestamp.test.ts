import fc from 'fast-check';
import { toIsoTime } from '../../events/envelope/timestamp';

it.each([
  ['2026-11-02T09:14:07Z', '2026-11-02T09:14:07.000Z'],
  ['2026-11-02T09:14:07.204Z', '2026-11-02T09:14:07.204Z'],
  // ECS writes nanoseconds.
  ['2026-11-02T09:14:07.618059641Z', '2026-11-02T09:14:07.618Z'],
  // CloudWatch writes an offset with no colon.
  ['2026-11-02T09:20:04.153+0000', '2026-11-02T09:20:04.153Z'],
  ['2026-11-02T11:20:04.153+02:00', '2026-11-02T09:20:04.153Z'],
  // An approval expires at a minute.
  ['2026-11-09T09:12Z', '2026-11-09T09:12:00.000Z'],
  // CodeDeploy's triggers write epoch seconds as text, or what `date` prints.
  ['1793610847.955', '2026-11-02T09:14:07.955Z'],
  ['1793610847', '2026-11-02T09:14:07.000Z'],
  [1793610847.955, '2026-11-02T09:14:07.955Z'],
  ['Mon Nov  2 09:14:07 UTC 2026', '2026-11-02T09:14:07.000Z'],
  ['Thu Oct 13 15:50:45 UTC 2022', '2022-10-13T15:50:45.000Z'],
  // Step Functions writes epoch milliseconds.
  [1793610847955, '2026-11-02T09:14:07.955Z'],
  // Health writes RFC 822.
  ['Mon, 02 Nov 2026 09:14:07 GMT', '2026-11-02T09:14:07.000Z'],
])('reads %p as %s', (written, iso) => {
  expect(toIsoTime(written)).toBe(iso);
});

it.each([
  '',
  'yesterday',
  '2026-11-02',
  '2026-11-02T09:14:07',
  '2026-13-45T99:99:99Z',
  '17936108479550000',
  Number.NaN,
  -1,
  1e300,
])('does not guess what %p means', (written) => {
  expect(toIsoTime(written)).toBeUndefined();
});

it('gives a time that it reads again as the same, or none', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.date().map(String)), (written) => {
      const iso = toIsoTime(written);
      return iso === undefined || toIsoTime(iso) === iso;
    }),
  ));
