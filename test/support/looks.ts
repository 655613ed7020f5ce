import type { HttpCheck, SsmCommandCheck, SuiteCheck } from '../../domain/releases/checks/check';
import type { HttpSample, InvokeSample } from '../../domain/releases/checks/observation';
import type { ReleaseSubject } from '../../domain/releases/release';
import { anHttpCheck, aSubject, CHECK_BASE } from './releases';

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

/** One that asks nothing of the body. */
export const anHttpLook = ({
  expect,
  ...overrides
}: Partial<Omit<HttpCheck, 'expect'>> & {
  readonly expect?: Partial<HttpCheck['expect']>;
} = {}): HttpCheck =>
  anHttpCheck({
    ...overrides,
    expect: { ...anHttpCheck().expect, json: undefined, ...expect },
  });

export const anHttpSample = (overrides: Partial<HttpSample> = {}): HttpSample => ({
  status: 200,
  durationMs: 12.4,
  headers: {},
  values: [],
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
  ...CHECK_BASE,
  name: 'service runs',
  kind: 'ssm-command',
  commands: ['systemctl is-active shop'],
  hosts: { of: 'release' },
  maxHosts: 50,
  ...overrides,
});

export const aSuiteLook = (overrides: Partial<SuiteCheck> = {}): SuiteCheck => ({
  ...CHECK_BASE,
  name: 'smoke tests',
  kind: 'suite',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop-smoke-tests',
  parameters: {},
  ...overrides,
});
