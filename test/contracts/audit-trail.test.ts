import { createAuditTrail } from '../../adapters/aws/ledger/audit-trail';
import { createReleases } from '../../adapters/aws/ledger/releases';
import { createTable } from '../../adapters/aws/ledger/table';
import type { AuditTrail } from '../../domain/ledger/audit-trail';
import { anAuditTrail } from '../support/conversation';
import { aClock } from '../support/fakes';
import { auditOf } from '../support/questions';
import { aRelease } from '../support/releases';
import { startScenario, type Scenario } from '../support/sandbox';

const ENTRY = {
  executionId: 'hook-1',
  what: 'answer-for-gate',
  who: 'U0ANA',
  at: '2026-11-02T12:10:00.840Z',
  decision: 'pass',
  outcome: 'recorded',
  reason: 'ByApprover',
} as const;

let scenario: Scenario;
let ledger: AuditTrail;
beforeAll(async () => {
  scenario = await startScenario();
  const table = createTable(scenario.operator.dynamoDb, scenario.sandbox.ledgerTable);
  ledger = createAuditTrail(table, aClock());
}, 120_000);
afterAll(() => scenario.stop());

it.each([
  ['the ledger', () => ledger],
  ['the fake', anAuditTrail],
])('what people did is written down once in %s', async (_, create) => {
  const audit = create();
  expect(await audit.append(aRelease(), ENTRY)).toBe(true);
  expect(await audit.append(aRelease(), ENTRY)).toBe(false);
  expect(await audit.append(aRelease(), { ...ENTRY, who: 'U0BEN', outcome: 'refused' })).toBe(true);
});

it('stands under its release, in the order of time, and never changes', async () => {
  const release = aRelease({ deploymentId: 'd-AUDIT0001' });
  await ledger.append(release, { ...ENTRY, at: '2026-11-02T12:11:00.000Z', who: 'U0BEN' });
  await ledger.append(release, ENTRY);
  await ledger.append(release, { ...ENTRY, reason: 'Changed' });
  expect(await auditOf(scenario, 'd-AUDIT0001')).toEqual([
    'U0ANA pass recorded ByApprover',
    'U0BEN pass recorded ByApprover',
  ]);
});

it('does not disturb what is known of the release', async () => {
  const release = aRelease({ deploymentId: 'd-AUDIT0002' });
  const table = createTable(scenario.operator.dynamoDb, scenario.sandbox.ledgerTable);
  const releases = createReleases(table, aClock());
  await releases.note(release, { application: 'shop', group: 'checkout' });
  await ledger.append(release, ENTRY);
  expect(await releases.read(release)).toMatchObject({ group: 'checkout', verdicts: [] });
});
