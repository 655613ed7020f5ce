import { functionEnvironment, type SandboxAddresses } from './environment';
import { startFunctionProcess, type FunctionProcess } from './function-process';
import type { FunctionRunner, FunctionSpec, Invocation, InvocationOutcome } from './function-spec';
import { createPackageFolders } from './package-folders';
import { createProcessGuard } from './process-guard';
import { runtimeCommand } from './runtimes';

export interface RunnerOptions extends SandboxAddresses {
  readonly onLine: (functionName: string, line: string) => void;
  /** Name of a new process's log stream, e.g. `2026/01/31/[$LATEST]0123…`. */
  readonly logStreamName: (spec: FunctionSpec, nowEpochMs: number) => string;
  /** Functions see a time that stands still, draw from seeds, and number their requests: two runs are the same. */
  readonly virtualTime?: boolean;
  /** Processes of one version at most; further invocations wait for one to be free. */
  readonly perFunction?: number;
  /** Above this many processes in all, idle ones end. */
  readonly inAll?: number;
}

interface Pool {
  readonly idle: FunctionProcess[];
  readonly waiting: (() => void)[];
  size: number;
  retired: boolean;
}

/** Warm processes by function version. The least recently used idle process ends first. */
export const createFunctionRunner = (options: RunnerOptions): FunctionRunner => {
  const { perFunction = 10, inAll = 32 } = options;
  const guard = createProcessGuard();
  const folders = createPackageFolders((root) => guard.sweep(root));
  const pools = new Map<string, Pool>();
  const processes = new Set<FunctionProcess>();
  let stopped = false;

  const poolOf = (key: string): Pool => {
    const pool = pools.get(key) ?? { idle: [], waiting: [], size: 0, retired: false };
    // Set again, so that the map's order is that of last use.
    pools.delete(key);
    pools.set(key, pool);
    return pool;
  };
  const drop = (pool: Pool, process: FunctionProcess): void => {
    if (processes.delete(process)) pool.size -= 1;
    void process.end();
  };
  const endOldestIdle = (): void => {
    const pool = [...pools.values()].find(({ idle }) => idle.length > 0);
    const process = pool?.idle.shift();
    if (pool !== undefined && process !== undefined) drop(pool, process);
  };
  const start = (pool: Pool, spec: FunctionSpec, nowEpochMs: number): FunctionProcess => {
    const command = runtimeCommand(spec.runtime, spec.memoryMiB, {
      nowEpochMs,
      virtual: options.virtualTime ?? false,
    });
    if (command === undefined) throw new Error(`The sandbox does not run ${spec.runtime}.`);
    const folder = folders.folderOf(spec.codeSha256, spec.zip);
    const stream = options.logStreamName(spec, nowEpochMs);
    if (processes.size >= inAll) endOldestIdle();
    const environment = functionEnvironment(spec, folder, stream, options);
    const onLine = (line: string): void => options.onLine(spec.functionName, line);
    const process = startFunctionProcess({ spec, command, environment, folder, guard, onLine });
    processes.add(process);
    pool.size += 1;
    return process;
  };
  const acquire = async (pool: Pool, spec: FunctionSpec, nowEpochMs: number) => {
    for (;;) {
      if (stopped) throw new Error('The sandbox has stopped.');
      const idle = pool.idle.pop();
      if (idle?.isUsable() === true) return idle;
      if (idle !== undefined) drop(pool, idle);
      else if (pool.size < perFunction) return start(pool, spec, nowEpochMs);
      else await new Promise<void>((resolve) => pool.waiting.push(resolve));
    }
  };
  const release = (pool: Pool, process: FunctionProcess): void => {
    if (pool.retired || stopped || !process.isUsable()) drop(pool, process);
    else pool.idle.push(process);
    pool.waiting.shift()?.();
  };
  const run = async (spec: FunctionSpec, invocation: Invocation): Promise<InvocationOutcome> => {
    const pool = poolOf(spec.key);
    const process = await acquire(pool, spec, invocation.nowEpochMs);
    try {
      return await process.run(invocation);
    } finally {
      release(pool, process);
    }
  };
  return {
    run: (spec, invocation) => run(spec, invocation).catch(toStartFailure),
    retire: (key) => {
      const pool = pools.get(key);
      if (pool === undefined) return;
      pools.delete(key);
      pool.retired = true;
      for (const process of pool.idle.splice(0)) drop(pool, process);
    },
    stop: async () => {
      stopped = true;
      await Promise.all([...processes].map((process) => process.end()));
      for (const pool of pools.values()) pool.waiting.forEach((wake) => wake());
      folders.remove();
      await guard.stop();
    },
  };
};

/** What the sandbox could not start is an error of the invocation, as a broken package is on AWS. */
const toStartFailure = (error: unknown): InvocationOutcome => {
  const errorMessage = error instanceof Error ? error.message : String(error);
  const payload = JSON.stringify({ errorType: 'Runtime.Unknown', errorMessage });
  return { payload, error: `Runtime.Unknown: ${errorMessage}`, durationMs: 0, lines: [] };
};
