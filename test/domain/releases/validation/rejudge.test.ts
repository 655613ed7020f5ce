import fc from 'fast-check';
import type { StoredVerdict } from '../../../../domain/releases/ports';
import { createCarryOn } from '../../../../domain/releases/validation/carry-on';
import { createGatekeeper } from '../../../../domain/releases/validate-release';
import { rejudge } from '../../../../domain/releases/validation/rejudge';
import type { StandingValidation } from '../../../../domain/releases/validation/validation';
import { anyDecision, anyObservations, anyPolicy } from '../../../support/any-gate';
import { aClock, aGateBook, validationPorts } from '../../../support/fakes';
import {
  aMeasurement,
  aRelease,
  anAlarmsCheck,
  aStandingValidation,
  aValidation,
  aVerdict,
  aCheckResult,
} from '../../../support/releases';

const LINKS = [
  {
    label: 'shop-checkout:2',
    url: 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/shop-checkout/versions/2',
  },
];
const ANSWERED = aVerdict({
  checks: [
    aCheckResult({
      expected: 'statusCode 200',
      observed: 'statusCode 200',
      durationMs: 40,
      links: LINKS,
    }),
  ],
});
const standing = aStandingValidation(aValidation(), [aMeasurement()]);

it('finds the verdict that its looks lead to the same', () => {
  expect(rejudge(ANSWERED, standing)).toEqual({ result: 'same', beside: undefined });
});

it('finds every member that differs, on either side', () => {
  const changed = { ...ANSWERED, outcome: 'failed', reason: 'CheckFailed', detail: 'x' } as const;
  expect(rejudge(changed, standing)).toEqual({
    result: 'differs',
    differences: [
      { member: 'detail', recorded: '"x"', again: undefined },
      { member: 'outcome', recorded: '"failed"', again: '"passed"' },
      { member: 'reason', recorded: '"CheckFailed"', again: '"ChecksPassed"' },
    ],
    beside: undefined,
  });
});

it('finds a check that was left out of the record', () => {
  expect(rejudge({ ...ANSWERED, checks: [] }, standing)).toMatchObject({
    result: 'differs',
    differences: [{ member: 'checks.0', recorded: undefined }],
  });
});

it('finds a look that was changed afterwards', () => {
  const changed = aMeasurement({
    observation: {
      kind: 'lambda-invoke',
      samples: [{ executedVersion: '2', payload: '{"statusCode":500}', values: [], durationMs: 1 }],
    },
  });
  expect(rejudge(ANSWERED, { ...standing, measurements: [changed] })).toMatchObject({
    result: 'differs',
    differences: [
      { member: 'answer' },
      { member: 'checks.0' },
      { member: 'outcome', again: '"failed"' },
      { member: 'reason' },
    ],
  });
});

it('says that the gate would have gone on where a look is gone', () => {
  expect(rejudge(ANSWERED, { ...standing, measurements: [] })).toEqual({
    result: 'differs',
    differences: [{ member: 'outcome', recorded: 'passed', again: undefined }],
    beside: undefined,
  });
});

it.each([
  ['BreakGlass', 'break-glass was open'],
  ['Frozen', 'a freeze of the policy was in force'],
  ['GateAboutToHang', 'nobody went on with the gate, and its time was nearly over'],
])('says that no looks stand behind %s', (reason, why) => {
  expect(rejudge(aVerdict({ reason }), standing)).toEqual({ result: 'not by looks', why });
});

it('does not take the name of an inherited member for a reason', () => {
  expect(rejudge(aVerdict({ reason: 'constructor' }), standing).result).toBe('differs');
});

it('says that the looks are missing', () => {
  expect(rejudge(ANSWERED, undefined).result).toBe('looks missing');
});

it('tells beside the judgement that break-glass could not be read', () => {
  const fault = 'Break-glass could not be read and counts as closed: Error: no.';
  expect(rejudge({ ...ANSWERED, detail: fault }, standing)).toEqual({
    result: 'same',
    beside: fault,
  });
});

it('knows the note of a gate that was really judged while break-glass could not be read', async () => {
  const ports = validationPorts({
    breakGlass: { read: () => Promise.reject(new Error('throttled')) },
  });
  const call = {
    release: aRelease(),
    executionId: 'hook-1',
    place: 'hook',
    hook: 'BeforeAllowTraffic',
  } as const;
  await createGatekeeper(ports).open(call, new AbortController().signal);
  const verdict = ports.verdicts.stored.get('hook-1');
  expect(rejudge(verdict ?? aVerdict(), ports.standing.get('hook-1'))).toEqual({
    result: 'same',
    beside: 'Break-glass could not be read and counts as closed: Error: throttled',
  });
});

it('counts the word of a person that came before the verdict', () => {
  const asking = anAlarmsCheck({ onInconclusive: 'ask' });
  const look = aMeasurement({
    check: asking.name,
    observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state: 'INSUFFICIENT_DATA' }] },
  });
  const approval = { decision: 'pass', by: 'U0AAAAAA1', at: '2026-11-02T12:00:10.000Z' } as const;
  const gate = aStandingValidation(aValidation({ checks: { BeforeAllowTraffic: [asking] } }), [
    look,
  ]);
  const verdict = aVerdict({
    outcome: 'inconclusive',
    reason: 'PassedByPerson',
    detail: '<@U0AAAAAA1> decided at 2026-11-02T12:00:10.000Z.',
    checks: [
      {
        name: 'no alarm is red',
        kind: 'alarms',
        outcome: 'inconclusive',
        reason: 'AlarmHasNoData',
        expected: 'alarm OK',
        observed: 'shop-errors INSUFFICIENT_DATA',
        samples: 1,
        durationMs: 40,
        links: [
          {
            label: 'shop-errors',
            url: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/shop-errors',
          },
        ],
      },
    ],
    durationMs: 15_000,
  });
  expect(rejudge(verdict, { ...gate, approval })).toEqual({ result: 'same', beside: undefined });
});

it('leaves out the looks and the word that came after the verdict', () => {
  const at = '2026-11-02T12:00:01.000Z';
  const late = aMeasurement({ sequence: 2, at });
  const approval = { decision: 'fail', by: 'U0AAAAAA1', at } as const;
  expect(
    rejudge(ANSWERED, { ...standing, measurements: [aMeasurement(), late], approval }).result,
  ).toBe('same');
});

/** Whatever is stored has been JSON in between. */
const storedVerdict: (text: string) => StoredVerdict = JSON.parse;
const storedGate: (text: string) => StandingValidation = JSON.parse;

it('gives the same verdict as the core, whatever was seen and said', () =>
  fc.assert(
    fc.asyncProperty(
      anyPolicy,
      fc.infiniteStream(fc.tuple(anyObservations, fc.integer({ min: 0, max: 9_000 }))),
      anyDecision,
      async (policy, seen, decision) => {
        const clock = aClock();
        const { validations, openGates, standing: book } = aGateBook();
        const validation = aValidation(policy);
        await validations.open(validation);
        const carryOn = createCarryOn({
          validations,
          openGates,
          clock,
          observers: {
            alarms: async () => [],
            look: async ({ check }) => {
              const [observations, tookMs] = seen.next().value;
              clock.moveTo(clock.nowEpochMs() + tookMs);
              return check.kind === 'alarms' ? observations.alarms : observations.invoke;
            },
          },
        });
        let carried = await carryOn(validation, new AbortController().signal);
        while (carried?.state === 'waiting') {
          clock.moveTo(carried.untilEpochMs);
          if (carried.asks && decision !== undefined)
            await validations.approve(validation, {
              decision,
              by: 'U0AAAAAA1',
              at: new Date(clock.nowEpochMs()).toISOString(),
            });
          carried = await carryOn(validation, new AbortController().signal);
        }
        const verdict = storedVerdict(JSON.stringify(carried?.verdict));
        const gate = storedGate(JSON.stringify(book.get('hook-1')));
        expect(rejudge(verdict, gate).result).toBe('same');
      },
    ),
    { numRuns: 200 },
  ));
