import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { FunctionSpec, Invocation, InvocationOutcome } from './function-spec';
import { createMailbox, type Mailbox } from './mailbox';
import { exitReason, toAnswer, type Ending } from './process-ending';
import { parseProcessMessage } from './process-messages';
import type { ProcessGuard } from './process-guard';
import { watchResidentMemory } from './resident-memory';
import type { RuntimeCommand } from './runtimes';
import { splitLines } from './split-lines';

/** One execution environment: warm between invocations, frozen while it has none, one invocation at a time. */
export interface FunctionProcess {
  run(invocation: Invocation): Promise<InvocationOutcome>;
  /** False once it has failed or ended: it takes no further invocation. */
  isUsable(): boolean;
  /** Resolves when the process is gone. */
  end(): Promise<void>;
}

export interface ProcessOptions {
  readonly spec: FunctionSpec;
  readonly command: RuntimeCommand;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly guard: ProcessGuard;
  readonly onLine: (line: string) => void;
}

/**
 * Lambda gives the start 10 s, then starts once more within the function's own time-out; here the two are one wait.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html), the sum assumed
 */
const INIT_LIMIT_MS = 10_000;

/** Two turns of the event loop: what the process wrote before its answer has been read by then. */
const readOutputs = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Starts the process at once; its first `run` waits until the handler has loaded. */
export const startFunctionProcess = (options: ProcessOptions): FunctionProcess => {
  const { spec, guard } = options;
  const endings = createMailbox<Ending>();
  const lines: string[] = [];
  const child = launch(options, endings, (line) => {
    lines.push(line);
    options.onLine(line);
  });
  const signal = (name: NodeJS.Signals): void => signalGroup(child, name);
  let usable = true;
  let initialised = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  void gone.then(() => {
    usable = false;
    if (child.pid !== undefined) guard.forget(child.pid);
  });
  const end = async (): Promise<void> => {
    usable = false;
    signal('SIGKILL');
    await gone;
  };
  const settle = async (ending: Ending): Promise<void> => {
    await readOutputs();
    const failedToStart = ending.kind === 'message' && ending.message.type === 'init-error';
    const exiting =
      ending.kind === 'message' && ending.message.type === 'error' && ending.message.exiting;
    if (ending.kind !== 'message' || failedToStart || exiting) await end();
    else signal('SIGSTOP');
  };
  const serve = async (invocation: Invocation): Promise<{ ending: Ending; durationMs: number }> => {
    if (!initialised) {
      const start = await nextEnding(child, endings, spec, INIT_LIMIT_MS + spec.timeoutSec * 1000);
      if (start.kind !== 'message' || start.message.type !== 'ready')
        return { ending: start, durationMs: 0 };
      initialised = true;
    } else signal('SIGCONT');
    tell(child, { ...invocation, type: 'invoke', timeoutMs: spec.timeoutSec * 1000 });
    const startedMs = performance.now();
    const ending = await nextEnding(child, endings, spec, spec.timeoutSec * 1000);
    return { ending, durationMs: Math.round((performance.now() - startedMs) * 100) / 100 };
  };
  return {
    isUsable: () => usable,
    end,
    run: async (invocation) => {
      // What it wrote while it started belongs to its first invocation.
      if (initialised) lines.length = 0;
      const { ending, durationMs } = await serve(invocation);
      await settle(ending);
      const answer = toAnswer(ending, spec, invocation.requestId);
      return { ...answer, durationMs, lines: [...lines] };
    },
  };
};

const launch = (
  { command, environment, folder, guard }: ProcessOptions,
  endings: Mailbox<Ending>,
  onLine: (line: string) => void,
): ChildProcess => {
  const child = spawn(command.file, [...command.args], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: what the function starts ends with it, and a Ctrl-C is the sandbox's to handle.
    detached: true,
  });
  if (child.pid !== undefined) guard.watch(child.pid);
  for (const output of [child.stdout, child.stderr]) {
    const text = splitLines(onLine);
    output?.on('data', (chunk: Buffer) => text.push(chunk));
    output?.on('end', () => text.end());
    output?.on('error', () => undefined);
  }
  const channel = splitLines((line) => {
    const message = parseProcessMessage(line);
    if (message !== undefined) endings.put({ kind: 'message', message });
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => channel.push(chunk));
  child.stdio[3]?.on('error', () => undefined);
  child.once('exit', (code, signal) => {
    void readOutputs().then(() => endings.put({ kind: 'exit', reason: exitReason(code, signal) }));
  });
  child.once('error', (error) => endings.put({ kind: 'exit', reason: error.message }));
  return child;
};

const tell = (child: ChildProcess, message: object): void => {
  const channel = child.stdio[3];
  if (channel instanceof Duplex && channel.writable) channel.write(`${JSON.stringify(message)}\n`);
};

/** What comes first: the process's word, its end, the time-out, or too much memory. */
const nextEnding = (
  child: ChildProcess,
  endings: Mailbox<Ending>,
  spec: FunctionSpec,
  limitMs: number,
): Promise<Ending> =>
  new Promise((resolve) => {
    const finish = (ending: Ending): void => {
      clearTimeout(timer);
      unwatch();
      resolve(ending);
    };
    const timer = setTimeout(() => finish({ kind: 'timeout' }), limitMs);
    const unwatch =
      child.pid === undefined
        ? () => undefined
        : watchResidentMemory(child.pid, spec.memoryMiB, () => finish({ kind: 'memory' }));
    void endings.take().then(finish);
  });

const signalGroup = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It ended meanwhile.
  }
};
