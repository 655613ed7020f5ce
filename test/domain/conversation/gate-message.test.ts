import { decideParts } from '../../../domain/conversation/run-parts';
import { toRunView } from '../../../domain/conversation/run-view';
import type { WaitingGate } from '../../../domain/conversation/gate-view';
import type { ReleaseRecord } from '../../../domain/releases/ports';
import { anAskingGate, anAskingValidation, anUnsureLook } from '../../support/conversation';
import {
  aCheckResult,
  aReleaseRecord,
  aRepeat,
  aVerdict,
  anAlarmsCheck,
  anInvokeCheck,
  NOON,
  NOON_ISO,
} from '../../support/releases';

const tell = (gate: WaitingGate, record: Partial<ReleaseRecord> = {}) =>
  decideParts(
    toRunView(
      'run-1',
      { heard: {}, deploymentIds: [] },
      { records: [aReleaseRecord(record)], gates: [gate], nowEpochMs: NOON },
    ),
  );
const APPROVAL = { decision: 'pass', by: 'U0ANA', at: '2026-11-02T12:10:00.840Z' } as const;
const EVIDENCE = {
  mood: 'unsure',
  text: 'no alarm is red: expected alarm OK; observed shop-errors INSUFFICIENT_DATA',
  links: [
    {
      label: 'shop-errors',
      url: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/shop-errors',
    },
  ],
};

describe('a question', () => {
  it('stands in the thread, with two buttons, its approvers and the evidence', () => {
    expect(tell(anAskingGate()).replies).toEqual([
      {
        part: 'verdict#hook-1',
        message: {
          kind: 'verdict',
          text: 'BeforeAllowTraffic of shop/checkout is inconclusive and waits for a person until 12:55 UTC: let it pass, or fail the release.',
          title: 'BeforeAllowTraffic waits for a person',
          mood: 'ask',
          status: 'until 12:55 UTC',
          facts: [],
          lines: [{ mood: 'ask', people: ['U0ANA', 'U0BEN'], text: 'may answer.' }, EVIDENCE],
          buttons: [
            {
              actionId: 'gate.pass',
              label: 'Let it pass',
              style: 'primary',
              value:
                '{"v":1,"account":"123456789012","region":"eu-west-1","deploymentId":"d-GOOD00001","executionId":"hook-1"}',
              confirm: {
                title: 'Let it pass?',
                text: 'The release goes on. Your name stands beside it.',
                yes: 'Let it pass',
              },
            },
            expect.objectContaining({ actionId: 'gate.fail', style: 'danger' }),
          ],
          footnote: 'open since 12:00 UTC · fails at 12:55 UTC unless it is let pass · d-GOOD00001',
        },
      },
    ]);
  });

  it('is told on the card of the run too', () => {
    expect(tell(anAskingGate()).parent.message).toMatchObject({
      text: 'shop/checkout is in progress (d-GOOD00001). BeforeAllowTraffic waits for a person until 12:55 UTC.',
      mood: 'ask',
      status: 'Waits for a person',
      lines: [{ mood: 'ask', text: 'BeforeAllowTraffic: waits for a person until 12:55 UTC' }],
    });
  });

  it('says so where the policy names nobody who could answer', () => {
    const [reply] = tell(anAskingGate({}, {}, { approvers: [] })).replies;
    expect(reply?.message.lines[0]).toEqual({
      mood: 'unsure',
      text: 'The policy names no approvers: nobody may answer.',
    });
  });

  it('does not hide that the release is lost already', () => {
    const gate = anAskingGate();
    const lost = tell(gate, { rolledBackBy: 'd-BACK00001', heard: { failed: NOON_ISO } });
    expect(lost.parent.message).toMatchObject({ mood: 'bad', status: 'Failed' });
  });

  it.each([
    ['pass', 'good', 'let it pass at 12:10 UTC.', 'BeforeAllowTraffic: let pass by a person'],
    ['fail', 'bad', 'failed the release at 12:10 UTC.', 'BeforeAllowTraffic: failed by a person'],
  ] as const)('becomes the answer, without buttons: %s', (decision, mood, text, onCard) => {
    const { parent, replies } = tell(anAskingGate({}, { approval: { ...APPROVAL, decision } }));
    expect(replies[0]?.message).toMatchObject({
      text: 'BeforeAllowTraffic of shop/checkout was decided by a person.',
      title: 'BeforeAllowTraffic was decided',
      mood: 'busy',
      status: 'CodeDeploy is being told',
      lines: [{ mood, people: ['U0ANA'], text }, EVIDENCE],
    });
    expect(replies[0]?.message.buttons).toBeUndefined();
    expect(parent.message).toMatchObject({
      mood: 'busy',
      status: 'In progress',
      lines: [{ mood: 'busy', text: onCard }],
    });
  });

  it('loses its buttons when the release is over', () => {
    const { parent, replies } = tell(anAskingGate(), { heard: { stopped: NOON_ISO } });
    expect(replies[0]?.message).toMatchObject({
      text: 'BeforeAllowTraffic of shop/checkout is inconclusive, and nobody may answer any more.',
      title: 'BeforeAllowTraffic is inconclusive',
      status: 'nobody may answer any more',
      lines: [EVIDENCE],
    });
    expect(replies[0]?.message.buttons).toBeUndefined();
    expect(parent.message.lines).toEqual([
      { mood: 'unsure', text: 'BeforeAllowTraffic: inconclusive, and nobody may answer any more' },
    ]);
  });

  it('becomes the verdict, in the same place', () => {
    const verdict = aVerdict({ executionId: 'hook-1' });
    expect(tell(anAskingGate(), { verdicts: [verdict] }).replies).toMatchObject([
      { part: 'verdict#hook-1', message: { title: 'BeforeAllowTraffic passed' } },
    ]);
  });
});

describe('a gate that waits for its next look', () => {
  const watched = anAlarmsCheck({ repeat: aRepeat({ count: 3 }) });
  const fine = anUnsureLook({
    observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state: 'OK' }] },
  });
  const due = { asks: false, dueAt: '2026-11-02T12:06:00.000Z' };

  it('is a line on the card: since when, the next look, until when, how far', () => {
    const validation = anAskingValidation({ checks: { BeforeAllowTraffic: [watched] } });
    const { parent, replies } = tell(anAskingGate(due, { validation, measurements: [fine] }));
    expect(parent.message.lines).toEqual([
      {
        mood: 'busy',
        text: 'BeforeAllowTraffic: judged since 12:00 UTC, next look 12:06 UTC, until 12:55 UTC at most (0 of 1 checks passed so far, 1 look at the others)',
      },
    ]);
    expect(parent.message.status).toBe('In progress');
    expect(replies).toEqual([]);
  });

  it('says nothing of a look that is about to be taken', () => {
    const validation = anAskingValidation({ checks: { BeforeAllowTraffic: [watched] } });
    const soon = { ...due, dueAt: '2026-11-02T12:01:00.000Z' };
    const { parent } = tell(anAskingGate(soon, { validation, measurements: [fine] }));
    expect(parent.message.lines[0]?.text).toContain('since 12:00 UTC, until 12:55 UTC at most');
  });

  it('counts what has passed', () => {
    const checks = { BeforeAllowTraffic: [anAlarmsCheck(), anInvokeCheck()] };
    const validation = anAskingValidation({ checks });
    const { parent } = tell(anAskingGate(due, { validation, measurements: [fine] }));
    expect(parent.message.lines[0]?.text).toContain('(1 of 2 checks passed so far)');
  });

  it('shows what is still to be seen under a question that came up before the end', () => {
    const asked = anAlarmsCheck({ onInconclusive: 'ask' });
    const later = anAlarmsCheck({ name: 'later', repeat: aRepeat() });
    const looks = [1, 2].map((sequence) => ({ ...fine, check: 'later', sequence }));
    const checks = { BeforeAllowTraffic: [asked, anInvokeCheck(), later] };
    const validation = anAskingValidation({ checks });
    const [reply] = tell(
      anAskingGate({}, { validation, measurements: [anUnsureLook(), ...looks] }),
    ).replies;
    expect(reply?.message.lines.slice(2)).toEqual([
      { mood: 'busy', text: 'new version answers: not looked at yet' },
      { mood: 'busy', text: 'later: 2 looks so far' },
    ]);
  });
});

describe('the verdict of a gate that a person decided', () => {
  const verdictOf = (verdict: Parameters<typeof aVerdict>[0]) => {
    const decided = aVerdict({ outcome: 'inconclusive', checks: [], ...verdict });
    return tell(anAskingGate(), { verdicts: [decided] });
  };

  it.each([
    ['PassedByPerson', 'Succeeded', 'good', 'let it pass at 12:10 UTC.'],
    ['FailedByPerson', 'Failed', 'bad', 'failed the release at 12:10 UTC.'],
  ] as const)('says who, and when: %s', (reason, answer, mood, text) => {
    const detail = '<@U0ANA> decided at 2026-11-02T12:10:00.840Z.';
    expect(verdictOf({ reason, answer, detail }).replies[0]?.message.lines).toEqual([
      { mood, people: ['U0ANA'], text },
    ]);
  });

  it('says what else there is to say', () => {
    const detail =
      '<@U0ANA> decided at 2026-11-02T12:10:00.840Z. Break-glass could not be read and counts as closed.';
    const [reply] = verdictOf({ reason: 'PassedByPerson', detail }).replies;
    expect(reply?.message.lines[1]).toEqual({
      mood: 'unsure',
      text: 'Break-glass could not be read and counts as closed.',
    });
  });

  it.each([
    ['another reason', 'NotJudged', '<@U0ANA> decided at noon.'],
    ['another form', 'PassedByPerson', '<!channel> decided at noon.'],
  ])('names nobody for %s', (_, reason, detail) => {
    expect(verdictOf({ reason, detail }).replies[0]?.message.lines).toEqual([
      { mood: 'unsure', text: detail },
    ]);
  });

  it('says in seconds how long it waited', () => {
    const [reply] = verdictOf({ reason: 'PassedByPerson', durationMs: 63_001 }).replies;
    expect(reply?.message.footnote).toContain(' · 63 s · ');
  });

  it('needs no detail', () => {
    const [reply] = verdictOf({ reason: 'PassedByPerson', detail: undefined }).replies;
    expect(reply?.message.lines).toEqual([]);
  });

  it.each([
    ['PassedByPerson', '; a person let it pass'],
    ['FailedByPerson', '; a person failed it'],
    ['NobodyAnswered', '; nobody answered'],
  ])('is summed up on the card: %s', (reason, words) => {
    const checks = [aCheckResult({ outcome: 'inconclusive' })];
    expect(verdictOf({ reason, checks }).parent.message.lines[0]?.text).toBe(
      `BeforeAllowTraffic: inconclusive (0 of 1 checks passed)${words}`,
    );
  });
});
