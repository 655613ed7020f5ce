import { recordRelease } from '../../../cli/rejudge/read-recording';
import { parseRecording, withoutSecrets, type Recording } from '../../../cli/rejudge/recording';
import { toReport, toReportLines } from '../../../cli/rejudge/rejudge-report';
import {
  aCheckResult,
  aMeasurement,
  anHttpCheck,
  anInvokeCheck,
  aPolicy,
  aRelease,
  aReleaseRecord,
  aStandingValidation,
  aValidation,
  aVerdict,
  CHECK_BASE,
} from '../../support/releases';

const links = [
  {
    label: 'shop-checkout:2',
    url: 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/shop-checkout/versions/2',
  },
];
const VERDICT = aVerdict({ checks: [aCheckResult({ durationMs: 40, links })] });
const STANDING = aStandingValidation(aValidation(), [aMeasurement()]);

const aRecording = (gates: Recording['gates'] = [{ verdict: VERDICT, standing: STANDING }]) => ({
  schemaVersion: 1 as const,
  release: aRelease(),
  application: 'shop',
  group: 'checkout',
  gates,
});

it('finds a recording the same, with how many looks stand behind it', () => {
  const report = toReport(aRecording());
  expect(report).toMatchObject({
    same: true,
    gates: [{ hook: 'BeforeAllowTraffic', looks: 1, rejudged: { result: 'same' } }],
  });
  expect(toReportLines(report)).toEqual([
    'd-GOOD00001 in 123456789012, eu-west-1',
    'BeforeAllowTraffic       passed        ChecksPassed         the same, from 1 look',
    'Judged again, every verdict is the same.',
  ]);
});

it('shows both sides where they differ', () => {
  const forged = { ...VERDICT, reason: 'CheckFailed' };
  const report = toReport(aRecording([{ verdict: forged, standing: STANDING }]));
  expect(report.same).toBe(false);
  expect(toReportLines(report)).toEqual([
    'd-GOOD00001 in 123456789012, eu-west-1',
    'BeforeAllowTraffic       passed        CheckFailed          DIFFERS, from 1 look',
    '    reason',
    '      recorded  "CheckFailed"',
    '      again     "ChecksPassed"',
    'Judged again, not every verdict is the same: see above.',
  ]);
});

it('counts a verdict as the same that no looks stand behind, and not one whose looks are gone', () => {
  const frozen = aVerdict({ outcome: 'failed', reason: 'Frozen', checks: [] });
  expect(toReport(aRecording([{ verdict: frozen }])).same).toBe(true);
  const gone = toReport(aRecording([{ verdict: VERDICT }]));
  expect(gone.same).toBe(false);
  expect(toReportLines(gone)[1]).toContain('CANNOT BE JUDGED: the ledger has no looks');
});

it('tells what else the record says', () => {
  const detail = 'Break-glass could not be read and counts as closed: Error: no.';
  const lines = toReportLines(
    toReport(aRecording([{ verdict: { ...VERDICT, detail }, standing: STANDING }])),
  );
  expect(lines[2]).toBe(`    beside it, the record says: ${detail}`);
});

it('says what another policy would have said, and of which checks it cannot', () => {
  const strict = aPolicy({
    checks: {
      BeforeAllowTraffic: [
        anInvokeCheck({ expect: { statusCode: 204 } }),
        anHttpCheck({ name: 'new one' }),
      ],
    },
  }).policy;
  const frozen = { verdict: aVerdict({ reason: 'Frozen' }) };
  const report = toReport(aRecording([{ verdict: VERDICT, standing: STANDING }, frozen]), strict);
  expect(toReportLines(report).slice(2, 5)).toEqual([
    '    by the other policy: failed CheckFailed, answered Failed',
    '      failed        new version answers: AnswerDiffers, statusCode 200',
    '      not judged    new one: the release was not looked at by a check of this name',
  ]);
  expect(report.same).toBe(true);
  expect(report.gates[1]?.byPolicy).toBeUndefined();
});

it('says that another policy says nothing where it asks for more', () => {
  const other = aPolicy({ checks: { BeforeAllowTraffic: [] } }).policy;
  expect(toReportLines(toReport(aRecording(), other))[2]).toBe(
    '    by the other policy: nothing can be said',
  );
});

it('is read back from its own JSON, and judged the same', () => {
  const parsed = parseRecording(JSON.parse(JSON.stringify(aRecording())));
  if (!('recording' in parsed)) throw new Error(parsed.faults.join());
  expect(toReport(parsed.recording)).toMatchObject({ same: true });
});

it('lists every fault of what is no recording', () => {
  expect(parseRecording({ schemaVersion: 2, release: {} })).toEqual({
    faults: [
      expect.stringContaining('schemaVersion'),
      expect.stringContaining('release.account'),
      expect.stringContaining('release.region'),
      expect.stringContaining('release.deploymentId'),
      expect.stringContaining('gates'),
    ],
  });
});

it('leaves out what checks send, and is judged as before', () => {
  const suite = {
    ...CHECK_BASE,
    name: 'suite',
    kind: 'suite',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:suite',
    parameters: { token: 'secret-4' },
  } as const;
  const alarms = { after: 'BeforeAllowTraffic', durationSec: 60, intervalSec: 30 } as const;
  const checks = [
    anHttpCheck({ headers: { authorization: 'secret-1' }, body: 'secret-2' }),
    anInvokeCheck({ payload: { token: 'secret-3' } }),
  ];
  const validation = aValidation({
    checks: { BeforeAllowTraffic: checks },
    bake: { ...alarms, checks: [suite] },
  });
  const recording = aRecording([
    { verdict: VERDICT, standing: aStandingValidation(validation, [aMeasurement()]) },
    { verdict: VERDICT },
  ]);
  const saved = withoutSecrets(recording);
  expect(JSON.stringify(recording)).toContain('secret-4');
  expect(JSON.stringify(saved)).not.toContain('secret');
  expect(JSON.stringify(saved)).toContain('authorization');
  expect(toReport(saved)).toEqual(toReport(recording));
  const again = parseRecording(JSON.parse(JSON.stringify(saved)));
  if (!('recording' in again)) throw new Error(again.faults.join());
  // Another policy is held against it all the same.
  const { unseen } = toReport(again.recording, validation.policy).gates[0]?.byPolicy ?? {};
  expect(unseen).toEqual([
    { check: 'health page', why: 'it had not been looked at when the verdict was made' },
    { check: 'suite', why: 'it had not been looked at when the verdict was made' },
  ]);
});

it('takes every verdict of a release with what was seen at its gate', async () => {
  const record = aReleaseRecord({ verdicts: [VERDICT, aVerdict({ executionId: 'hook-2' })] });
  const ledger = {
    releases: { read: async () => record },
    validations: {
      read: async ({ executionId }: { executionId: string }) =>
        executionId === 'hook-1' ? STANDING : undefined,
    },
  };
  expect(await recordRelease(ledger, aRelease())).toEqual({
    schemaVersion: 1,
    release: aRelease(),
    application: 'shop',
    group: 'checkout',
    gates: [
      { verdict: VERDICT, standing: STANDING },
      { verdict: aVerdict({ executionId: 'hook-2' }), standing: undefined },
    ],
  });
});

it('says that the ledger knows no verdict', async () => {
  const ledger = {
    releases: { read: async () => undefined },
    validations: { read: async () => undefined },
  };
  await expect(recordRelease(ledger, aRelease())).rejects.toThrow(
    'The ledger has no verdict of d-GOOD00001 in 123456789012, eu-west-1.',
  );
});
