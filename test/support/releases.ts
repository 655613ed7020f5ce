import type { CheckResult } from '../../domain/releases/checks/check-result';
import type {
  AlarmsCheck,
  HttpCheck,
  LambdaInvokeCheck,
  PublishedPolicy,
} from '../../domain/releases/policy';
import type { ReleaseRecord, StoredVerdict } from '../../domain/releases/ports';
import type { Deployment, LambdaTarget, ReleaseKey } from '../../domain/releases/release';

export const NOON = Date.UTC(2026, 10, 2, 12, 0, 0);
export const NOON_ISO = '2026-11-02T12:00:00.000Z';

export const aRelease = (overrides: Partial<ReleaseKey> = {}): ReleaseKey => ({
  account: '123456789012',
  region: 'eu-west-1',
  deploymentId: 'd-GOOD00001',
  ...overrides,
});

export const aDeployment = (overrides: Partial<Deployment> = {}): Deployment => ({
  deploymentId: 'd-GOOD00001',
  application: 'shop',
  group: 'checkout',
  platform: 'Lambda',
  status: 'InProgress',
  creator: 'user',
  ...overrides,
});

export const aTarget = (overrides: Partial<LambdaTarget> = {}): LambdaTarget => ({
  functionName: 'shop-checkout',
  alias: 'live',
  currentVersion: '1',
  targetVersion: '2',
  ...overrides,
});

export const anHttpCheck = (overrides: Partial<HttpCheck> = {}): HttpCheck => ({
  name: 'health page',
  kind: 'http',
  timeoutSec: 10,
  url: 'https://shop.example/health',
  expect: { status: 200, json: { status: 'ok' } },
  ...overrides,
});

export const anInvokeCheck = (overrides: Partial<LambdaInvokeCheck> = {}): LambdaInvokeCheck => ({
  name: 'new version answers',
  kind: 'lambda-invoke',
  timeoutSec: 10,
  payload: { path: '/health' },
  expect: { statusCode: 200 },
  ...overrides,
});

export const anAlarmsCheck = (overrides: Partial<AlarmsCheck> = {}): AlarmsCheck => ({
  name: 'no alarm is red',
  kind: 'alarms',
  timeoutSec: 10,
  alarms: ['shop-errors'],
  ...overrides,
});

export const aPolicy = (
  overrides: Partial<PublishedPolicy['policy']> = {},
  version = 3,
): PublishedPolicy => ({
  version,
  policy: {
    application: 'shop',
    deploymentGroup: 'checkout',
    mode: 'enforce',
    channel: 'releases',
    checks: { BeforeAllowTraffic: [anInvokeCheck()], AfterAllowTraffic: [] },
    ...overrides,
  },
});

export const aCheckResult = (overrides: Partial<CheckResult> = {}): CheckResult => ({
  name: 'new version answers',
  kind: 'lambda-invoke',
  outcome: 'passed',
  reason: 'AsExpected',
  expected: 'statusCode 200',
  observed: 'statusCode 200',
  samples: 1,
  ...overrides,
});

export const aVerdict = (overrides: Partial<StoredVerdict> = {}): StoredVerdict => ({
  executionId: 'hook-1',
  hook: 'BeforeAllowTraffic',
  outcome: 'passed',
  reason: 'ChecksPassed',
  answer: 'Succeeded',
  mode: 'enforce',
  policyVersion: 3,
  checks: [aCheckResult()],
  startedAt: NOON_ISO,
  durationMs: 40,
  reportedAt: NOON_ISO,
  ...overrides,
});

export const aReleaseRecord = (overrides: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  deploymentId: 'd-GOOD00001',
  application: 'shop',
  group: 'checkout',
  target: 'shop-checkout:live 1 → 2',
  heard: { started: NOON_ISO },
  verdicts: [],
  ...overrides,
});
