import type {
  AlarmsCheck,
  HttpCheck,
  LambdaInvokeCheck,
  Repeat,
} from '../../domain/releases/checks/check';
import type { CheckResult } from '../../domain/releases/checks/check-result';
import type { Policy, PublishedPolicy } from '../../domain/releases/policy';
import type { ReleaseRecord, StoredVerdict } from '../../domain/releases/ports';
import type {
  Deployment,
  LambdaTarget,
  ReleaseKey,
  ReleaseSubject,
} from '../../domain/releases/release';
import type {
  Measurement,
  StandingValidation,
  Validation,
} from '../../domain/releases/validation/validation';

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
  createdAt: '2026-11-02T11:59:00.000Z',
  isBlueGreen: false,
  ...overrides,
});

export const aTarget = (overrides: Partial<LambdaTarget> = {}): LambdaTarget => ({
  functionName: 'shop-checkout',
  alias: 'live',
  currentVersion: '1',
  targetVersion: '2',
  ...overrides,
});

/** What every check has, as `config/schema` fills it in. */
export const CHECK_BASE = {
  timeoutSec: 10,
  retries: 0,
  retryDelaySec: 5,
  critical: true,
  weight: 1,
  onInconclusive: 'fail',
  noData: 'inconclusive',
} as const;

export const aRepeat = (overrides: Partial<Repeat> = {}): Repeat => ({
  intervalSec: 60,
  count: 3,
  initialDelaySec: 0,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 4,
  consecutiveSuccessLimit: 0,
  ...overrides,
});

export const anHttpCheck = (overrides: Partial<HttpCheck> = {}): HttpCheck => ({
  ...CHECK_BASE,
  name: 'health page',
  kind: 'http',
  url: 'https://shop.example/health',
  method: 'GET',
  headers: {},
  samples: 1,
  followRedirects: 0,
  from: 'reporter',
  allowAddresses: [],
  expect: { status: [200], json: { status: 'ok' }, headers: {}, assertions: [], latency: {} },
  ...overrides,
});

export const anInvokeCheck = (overrides: Partial<LambdaInvokeCheck> = {}): LambdaInvokeCheck => ({
  ...CHECK_BASE,
  name: 'new version answers',
  kind: 'lambda-invoke',
  payload: { path: '/health' },
  warmUp: 0,
  samples: 1,
  expect: { statusCode: 200 },
  assertions: [],
  latency: {},
  ...overrides,
});

export const anAlarmsCheck = (overrides: Partial<AlarmsCheck> = {}): AlarmsCheck => ({
  ...CHECK_BASE,
  name: 'no alarm is red',
  kind: 'alarms',
  alarms: ['shop-errors'],
  alreadyRed: 'ignore',
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
    score: { passPct: 95, marginalPct: 75 },
    rollback: { alarms: [], watchMin: 60, maxPerDay: 3 },
    freezes: [],
    changeCalendars: [],
    approvers: [],
    ...overrides,
  },
});

export const aSubject = (overrides: Partial<ReleaseSubject> = {}): ReleaseSubject => ({
  release: aRelease(),
  application: 'shop',
  group: 'checkout',
  startedAt: '2026-11-02T11:59:00.000Z',
  alarmsAtStart: {},
  lambda: aTarget(),
  ...overrides,
});

/** A gate that opened at noon and must be answered by five to one. */
export const aValidation = (
  policy: Partial<Policy> = {},
  overrides: Partial<Validation> = {},
): Validation => ({
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'BeforeAllowTraffic',
  openedAt: NOON_ISO,
  limitAt: '2026-11-02T12:55:00.000Z',
  policyVersion: 3,
  policy: aPolicy(policy).policy,
  subject: aSubject(),
  ...overrides,
});

export const aStandingValidation = (
  validation: Validation,
  measurements: readonly Measurement[] = [],
): StandingValidation => ({ validation, measurements });

/** A look that the new version answered as expected. */
export const aMeasurement = (overrides: Partial<Measurement> = {}): Measurement => ({
  check: 'new version answers',
  sequence: 1,
  at: NOON_ISO,
  durationMs: 40,
  observation: {
    kind: 'lambda-invoke',
    samples: [{ executedVersion: '2', payload: '{"statusCode":200}', values: [], durationMs: 40 }],
  },
  ...overrides,
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
