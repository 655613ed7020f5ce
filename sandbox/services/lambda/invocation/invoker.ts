import type {
  FunctionRunner,
  FunctionSpec,
  InvocationOutcome,
} from '../../../functions/function-spec';
import type { Cloud, InvocationResult } from '../../../service';
import { processKey } from '../context';
import { functionNotFound, throttled } from '../errors';
import type { FunctionName } from '../names';
import type { FunctionRecord, FunctionVersion } from '../store/function-record';
import { findVersion, resolveQualified, type FunctionStore } from '../store/function-store';
import { tellInvocation, tellThrottle } from './invocation-metrics';
import { pickVersion } from './route';

/** One invocation, as the three ways of invoking share it. */
export interface Invoker {
  /**
   * Runs the function now; virtual time stands still meanwhile. Throws ResourceNotFoundException, and
   * TooManyRequestsException where the reserved concurrency is used up.
   */
  invoke(named: FunctionName, payload: string, requestId: string): Promise<Invoked>;
}
export interface Invoked extends InvocationResult {
  readonly lines: readonly string[];
  readonly durationMs: number;
  readonly memoryMiB: number;
}

export interface InvokerDependencies {
  readonly cloud: Cloud;
  readonly store: FunctionStore;
  readonly runner: FunctionRunner;
}

const HEX = '0123456789abcdef';

export const createInvoker = ({ cloud, store, runner }: InvokerDependencies): Invoker => {
  const running = new Map<string, number>();
  const count = (name: string, change: number): void => {
    running.set(name, (running.get(name) ?? 0) + change);
  };
  const checkConcurrency = ({ name, reservedConcurrency }: FunctionRecord): void => {
    if (reservedConcurrency === undefined || (running.get(name) ?? 0) < reservedConcurrency) return;
    throw throttled('Rate Exceeded.');
  };
  const run = async (
    record: FunctionRecord,
    version: FunctionVersion,
    invocation: { arn: string; payload: string; requestId: string },
  ): Promise<InvocationOutcome> => {
    count(record.name, 1);
    try {
      return await runner.run(toSpec(cloud, record, version), {
        requestId: invocation.requestId,
        payload: invocation.payload,
        invokedFunctionArn: invocation.arn,
        traceId: traceId(cloud, version.settings.tracing === 'Active'),
        nowEpochMs: cloud.clock.nowEpochMs(),
      });
    } finally {
      count(record.name, -1);
    }
  };
  return {
    invoke: (named, payload, requestId) =>
      cloud.clock.hold(async () => {
        const { record, version: found, alias, arn } = resolveQualified(cloud, store, named);
        const version =
          alias === undefined
            ? found
            : findVersion(record, pickVersion(alias, cloud.random.next()));
        if (version === undefined) throw functionNotFound(arn);
        const measured = { named, atEpochMs: cloud.clock.nowEpochMs() };
        try {
          checkConcurrency(record);
        } catch (error) {
          tellThrottle(cloud, measured);
          throw error;
        }
        const outcome = await run(record, version, { arn, payload, requestId });
        tellInvocation(
          cloud,
          { ...measured, executedVersion: version.version },
          { durationMs: outcome.durationMs, failed: outcome.error !== undefined },
        );
        cloud.journal.record({
          kind: 'invocation',
          functionName: record.name,
          version: version.version,
          requestId,
          event: forJournal(JSON.parse(payload)),
          ...(outcome.error === undefined ? {} : { error: outcome.error }),
          durationMs: outcome.durationMs,
        });
        return {
          payload: outcome.payload,
          ...(outcome.error === undefined ? {} : { functionError: 'Unhandled' as const }),
          executedVersion: version.version,
          lines: outcome.lines,
          durationMs: outcome.durationMs,
          memoryMiB: version.settings.memoryMiB,
        };
      }),
  };
};

/** Credentials of a pipeline's job are for its function alone. */
const forJournal = (event: unknown): unknown => {
  if (typeof event !== 'object' || event === null || !('CodePipeline.job' in event)) return event;
  const hide = (key: string, value: unknown): unknown =>
    key === 'artifactCredentials' ? 'not kept' : value;
  const kept: unknown = JSON.parse(JSON.stringify(event, hide));
  return kept;
};

const toSpec = (cloud: Cloud, record: FunctionRecord, version: FunctionVersion): FunctionSpec => ({
  key: processKey(record, version),
  functionName: record.name,
  version: version.version,
  runtime: version.settings.runtime,
  handler: version.settings.handler,
  memoryMiB: version.settings.memoryMiB,
  timeoutSec: version.settings.timeoutSec,
  codeSha256: version.code.sha256,
  zip: version.code.zip,
  environment: {
    ...version.settings.variables,
    ...cloud.ports.identity.credentialsFor(version.settings.role, record.name),
  },
});

/** documented (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader) */
const traceId = ({ clock, random }: Cloud, sampled: boolean): string => {
  const seconds = Math.floor(clock.nowEpochMs() / 1000)
    .toString(16)
    .padStart(8, '0');
  const root = `1-${seconds}-${random.text(24, HEX)}`;
  return `Root=${root};Parent=${random.text(16, HEX)};Sampled=${sampled ? 1 : 0}`;
};
