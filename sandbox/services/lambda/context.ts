import type { FunctionRunner } from '../../functions/function-spec';
import type { Cloud } from '../../service';
import type { EventSources } from './event-source/event-sources';
import type { AsyncQueue } from './invocation/async-queue';
import type { Invoker } from './invocation/invoker';
import type { PackageAt } from './store/code';
import type { FunctionRecord, FunctionVersion } from './store/function-record';
import type { FunctionStore } from './store/function-store';

/** What the operations of the service work on. */
export interface LambdaContext {
  readonly cloud: Cloud;
  readonly store: FunctionStore;
  readonly runner: FunctionRunner;
  readonly packageAt?: PackageAt;
  readonly invoker: Invoker;
  readonly asyncQueue: AsyncQueue;
  readonly eventSources: EventSources;
}

/** Processes are shared by invocations of one version as it is now. */
export const processKey = (record: FunctionRecord, version: FunctionVersion): string =>
  `${record.name}:${version.version}:${version.revisionId}`;
