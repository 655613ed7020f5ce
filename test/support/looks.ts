import type {
  HttpCheck,
  LambdaInvokeCheck,
  SsmCommandCheck,
  SuiteCheck,
} from '../../domain/releases/checks/check';
import type { HttpSample, InvokeSample } from '../../domain/releases/checks/observation';
import type { ReleaseSubject } from '../../domain/releases/release';

const base = {
  timeoutSec: 10,
  retries: 0,
  retryDelaySec: 5,
  critical: true,
  weight: 1,
  onInconclusive: 'fail',
  noData: 'inconclusive',
} as const;

export const aSubject = (overrides: Partial<ReleaseSubject> = {}): ReleaseSubject => ({
  release: { account: '123456789012', region: 'eu-west-1', deploymentId: 'd-GOOD00001' },
  application: 'shop',
  group: 'checkout',
  startedAt: '2026-11-02T11:59:00.000Z',
  alarmsAtStart: {},
  lambda: {
    functionName: 'shop-checkout',
    alias: 'live',
    currentVersion: '1',
    targetVersion: '2',
  },
  ...overrides,
});

/** A release of an ECS service. */
export const anEcsSubject = (): ReleaseSubject =>
  aSubject({
    lambda: undefined,
    ecs: {
      cluster: 'main',
      service: 'web',
      taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
      targetGroup: 'green',
    },
  });

export const anHttpLook = ({
  expect,
  ...overrides
}: Partial<Omit<HttpCheck, 'expect'>> & {
  readonly expect?: Partial<HttpCheck['expect']>;
} = {}): HttpCheck => ({
  ...base,
  name: 'health page',
  kind: 'http',
  url: 'https://shop.example/health',
  method: 'GET',
  headers: {},
  samples: 1,
  followRedirects: 0,
  from: 'reporter',
  allowAddresses: [],
  ...overrides,
  expect: { status: [200], headers: {}, assertions: [], latency: {}, ...expect },
});

export const anHttpSample = (overrides: Partial<HttpSample> = {}): HttpSample => ({
  status: 200,
  durationMs: 12.4,
  headers: {},
  values: [],
  ...overrides,
});

export const anInvokeLook = (overrides: Partial<LambdaInvokeCheck> = {}): LambdaInvokeCheck => ({
  ...base,
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

export const anInvokeSample = (overrides: Partial<InvokeSample> = {}): InvokeSample => ({
  executedVersion: '2',
  payload: '{"statusCode":200}',
  values: [],
  durationMs: 12.4,
  ...overrides,
});

export const aCommandLook = (overrides: Partial<SsmCommandCheck> = {}): SsmCommandCheck => ({
  ...base,
  name: 'service runs',
  kind: 'ssm-command',
  commands: ['systemctl is-active shop'],
  hosts: { of: 'release' },
  maxHosts: 50,
  ...overrides,
});

export const aSuiteLook = (overrides: Partial<SuiteCheck> = {}): SuiteCheck => ({
  ...base,
  name: 'smoke tests',
  kind: 'suite',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop-smoke-tests',
  parameters: {},
  ...overrides,
});
