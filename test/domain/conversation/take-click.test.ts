import { createClickTaker } from '../../../domain/conversation/take-click';
import type { GateClick } from '../../../domain/conversation/ports';
import { aClick, anAskingGate, anAuditTrail } from '../../support/conversation';
import { aClock, aGateBook, aVerdictBook } from '../../support/fakes';
import { aVerdict } from '../../support/releases';

/** A gate that asks Ana or Ben. */
const setUp = (gate = anAskingGate()) => {
  const { validations, openGates, open, standing } = aGateBook();
  open.set('hook-1', gate.due);
  standing.set('hook-1', gate.standing);
  const announced: unknown[] = [];
  const ports = {
    ...{ validations, openGates, open, standing, announced },
    verdicts: aVerdictBook(),
    audit: anAuditTrail(),
    announcements: {
      announce: async (about: object) => {
        announced.push(about);
      },
    },
    clock: aClock(),
  };
  return { ports, take: (click: GateClick) => createClickTaker(ports)(click) };
};

it("records an approver's word, writes it down and has the story told", async () => {
  const { ports, take } = setUp();
  expect(await take(aClick())).toEqual({ decided: { decision: 'record', reason: 'ByApprover' } });
  expect(ports.standing.get('hook-1')?.approval).toEqual({
    decision: 'pass',
    by: 'U0ANA',
    at: '2026-11-02T12:10:00.840Z',
  });
  expect(ports.audit.entries).toEqual([
    {
      executionId: 'hook-1',
      what: 'answer-for-gate',
      who: 'U0ANA',
      at: '2026-11-02T12:10:00.840Z',
      decision: 'pass',
      outcome: 'recorded',
      reason: 'ByApprover',
    },
  ]);
  expect(ports.announced).toEqual([{ deploymentId: 'd-GOOD00001' }]);
});

it('takes a click once that is delivered twice', async () => {
  const { ports, take } = setUp();
  await take(aClick());
  expect(await take(aClick())).toEqual({ decided: { decision: 'stands', reason: 'ByApprover' } });
  expect(ports.audit.entries).toHaveLength(1);
});

it('goes on where it broke off', async () => {
  // given a click that was recorded, and the queue then failed
  const { ports } = setUp();
  const announcements = { announce: async () => Promise.reject(new Error('no queue')) };
  await expect(createClickTaker({ ...ports, announcements })(aClick())).rejects.toThrow('no queue');
  expect(ports.audit.entries).toEqual([]);
  // when it is delivered again
  await createClickTaker(ports)(aClick());
  // then
  expect(ports.announced).toHaveLength(1);
  expect(ports.audit.entries).toMatchObject([{ outcome: 'recorded' }]);
});

it('refuses a stranger, writes that down, tells it once, and leaves the message alone', async () => {
  const { ports, take } = setUp();
  const { decided, tell } = await take(aClick({ by: 'U0DEV' }));
  expect(decided).toEqual({ decision: 'refuse', reason: 'NotAnApprover' });
  expect(tell).toEqual({
    kind: 'refusal',
    text: 'You are not among the approvers of this release. Its policy names them under approvers.',
    title: 'Nothing was changed',
    mood: 'unsure',
    status: 'NotAnApprover',
    facts: [],
    lines: [
      {
        mood: 'unsure',
        text: 'You are not among the approvers of this release. Its policy names them under approvers.',
      },
    ],
  });
  expect(ports.standing.get('hook-1')?.approval).toBeUndefined();
  expect(ports.audit.entries).toMatchObject([{ who: 'U0DEV', outcome: 'refused' }]);
  expect(ports.announced).toEqual([]);
  // and told once
  expect((await take(aClick({ by: 'U0DEV' }))).tell).toBeUndefined();
});

it('tells the second of two who decided', async () => {
  const { ports, take } = setUp();
  await take(aClick());
  const { tell } = await take(aClick({ by: 'U0BEN', decision: 'fail' }));
  expect(tell?.status).toBe('AlreadyDecided');
  expect(tell?.lines.at(-1)).toEqual({
    mood: 'good',
    people: ['U0ANA'],
    text: 'let it pass at 12:10 UTC.',
  });
  expect(ports.standing.get('hook-1')?.approval).toMatchObject({ by: 'U0ANA', decision: 'pass' });
});

it('finds that somebody was faster between its look and its word', async () => {
  // given
  const { ports } = setUp();
  const bens = { decision: 'fail', by: 'U0BEN', at: '2026-11-02T12:09:59.000Z' } as const;
  const validations = { ...ports.validations, approve: async () => bens };
  // when
  const { decided, tell } = await createClickTaker({ ...ports, validations })(aClick());
  // then
  expect(decided).toEqual({ decision: 'refuse', reason: 'AlreadyDecided', standing: bens });
  expect(tell?.lines.at(-1)?.text).toBe('failed the release at 12:09 UTC.');
});

it.each([
  ['GateIsOver', { verdict: true }],
  ['GateIsOver', { closed: true }],
])('brings a message up to date whose buttons should not be there: %s', async (reason, how) => {
  const { ports, take } = setUp();
  if ('verdict' in how) ports.verdicts.stored.set('hook-1', aVerdict());
  else ports.open.clear();
  expect((await take(aClick())).tell?.status).toBe(reason);
  expect(ports.announced).toEqual([{ deploymentId: 'd-GOOD00001' }]);
});

it.each([
  { release: { account: '123456789012', region: 'us-east-1', deploymentId: 'd-GOOD00001' } },
  { release: { account: '210987654321', region: 'eu-west-1', deploymentId: 'd-GOOD00001' } },
  { release: { account: '123456789012', region: 'eu-west-1', deploymentId: 'd-OTHER0001' } },
  { executionId: 'hook-2' },
])('takes no gate for one of %j', async (other) => {
  const { ports } = setUp();
  const gate = { ...aClick().gate, ...other };
  // the fake knows gates by their execution alone
  const standing = ports.standing.get('hook-1');
  const validations = { ...ports.validations, read: async () => standing };
  const { decided } = await createClickTaker({ ...ports, validations })({ ...aClick(), gate });
  expect(decided).toEqual({ decision: 'refuse', reason: 'GateIsOver' });
});

it('writes nothing under a release of which it knows no gate', async () => {
  const { ports } = setUp();
  const gate = { ...aClick().gate, executionId: 'hook-2' };
  const { decided, tell } = await createClickTaker(ports)({ ...aClick(), gate });
  expect(decided.reason).toBe('GateUnknown');
  expect(tell?.status).toBe('GateUnknown');
  expect(ports.audit.entries).toEqual([]);
  expect(ports.announced).toEqual([]);
});
