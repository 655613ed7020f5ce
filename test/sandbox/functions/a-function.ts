import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import {
  createFunctionRunner,
  type RunnerOptions,
} from '../../../sandbox/functions/function-runner';
import type {
  FunctionRunner,
  FunctionSpec,
  Invocation,
} from '../../../sandbox/functions/function-spec';

/** A package of these files: path to source. */
export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
    // A moment that never changes: the same source is the same package, and shares its process.
    { mtime: new Date('2026-01-01T00:00:00Z') },
  );

/** A version whose `index.handler` is this source, e.g. `exports.handler = async () => 'ok'`. */
export const aFunction = (source: string, overrides: Partial<FunctionSpec> = {}): FunctionSpec =>
  aPackagedFunction({ 'index.js': source }, overrides);

export const aPackagedFunction = (
  files: Readonly<Record<string, string>>,
  overrides: Partial<FunctionSpec> = {},
): FunctionSpec => {
  const zip = zipOf(files);
  const codeSha256 = createHash('sha256').update(zip).digest('base64');
  return {
    key: `checkout#${codeSha256}`,
    functionName: 'checkout',
    version: '3',
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    memoryMiB: 256,
    timeoutSec: 20,
    codeSha256,
    zip,
    environment: {},
    ...overrides,
  };
};

export const anInvocation = (overrides: Partial<Invocation> = {}): Invocation => ({
  requestId: '11111111-2222-4333-8444-555555555555',
  payload: '{}',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
  traceId: 'Root=1-65000000-000000000000000000000001;Parent=0000000000000001;Sampled=1',
  nowEpochMs: Date.parse('2031-05-06T07:08:09.000Z'),
  ...overrides,
});

/** A runner of real processes whose log lines are kept. Stop it after the test. */
export const aRunner = (
  overrides: Partial<RunnerOptions> = {},
): { runner: FunctionRunner; lines: string[] } => {
  const lines: string[] = [];
  const runner = createFunctionRunner({
    region: 'eu-west-1',
    endpoint: () => 'http://127.0.0.1:4566',
    onLine: (functionName, line) => lines.push(`${functionName}: ${line}`),
    logStreamName: () => '2031/05/06/[3]00000000000000000000000000000001',
    ...overrides,
  });
  return { runner, lines };
};
