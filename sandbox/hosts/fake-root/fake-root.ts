import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootHost } from './boot';
import { hostFiles, type Files } from './host-files';
import { type HostShape, SMALL_HOST } from './host-shape';
import { hostState } from './host-state';
import { installKillers, installTools, preludeOf, type Userland } from './tools';
import { giveTo, readTree, writeTree } from './tree';

/** A directory that looks like a host to scripts which read every path below ROOT and find every tool by PATH. */
export interface FakeRoot {
  /** Where the host's files begin. */
  readonly root: string;
  run(script: string, order?: RunOrder): Promise<ScriptRun>;
  /** What a reboot does: a new boot id, the staged command line, what the kernel forgets forgotten. */
  boot(): Promise<void>;
  /** Files, links and modes, and what tools that are no files keep (rings, active units). */
  tree(): Files;
  read(path: string): string;
  write(files: Files): void;
  /** What shims were called with, a line each. */
  calls(): readonly string[];
  dispose(): void;
}

export interface RunOrder {
  /** Parameters of the document, as the agent hands them over: `SSM_` and the name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly commandId?: string;
  /** The call of a tool, counted from 1, at which everything is killed. */
  readonly killAtCall?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ScriptRun {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How many tools were called; only known of a run with `killAtCall`. */
  readonly toolCalls: number;
}

/** Nobody, who may write nothing outside of what the host was given. */
const NOBODY = 65_534;
const LONGEST_MS = 120_000;

export const createFakeRoot = (order: HostShape = {}, userland: Userland = 'dash'): FakeRoot => {
  const shape: Required<HostShape> = { ...SMALL_HOST, ...order };
  const home = mkdtempSync(join(tmpdir(), 'slipway-host-'));
  const [root, tools, state] = [join(home, 'root'), join(home, 'bin'), join(home, 'state')];
  for (const folder of [root, tools, state]) mkdirSync(folder);
  writeTree(root, hostFiles(shape));
  writeTree(state, hostState(shape));
  for (const path of shape.lacks) rmSync(join(root, path), { recursive: true, force: true });
  const shell = installTools(tools, { shape, userland });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) giveTo(home, NOBODY);
  const start = createStarter({
    root,
    tools,
    shell,
    prelude: preludeOf(tools, userland),
    user: isRoot ? NOBODY : undefined,
  });
  const host: FakeRoot = {
    root,
    run: (script, runOrder = {}) => start(script, runOrder),
    boot: () =>
      bootHost(host, { shape, state, pristine, give: () => isRoot && giveTo(home, NOBODY) }),
    tree: () => ({ ...readTree(root), ...prefixed('state', readTree(state)) }),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write: (files) => {
      writeTree(root, files);
      if (isRoot) giveTo(home, NOBODY);
    },
    calls: () => {
      const log = join(home, 'calls.log');
      return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
    },
    dispose: () => rmSync(home, { recursive: true, force: true }),
  };
  const pristine = { root: readTree(root), state: readTree(state) };
  return host;
};

const prefixed = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, entry]) => [`${prefix}:${path}`, entry]));

interface Machine {
  readonly root: string;
  readonly tools: string;
  readonly shell: string;
  /** Goes before each script. */
  readonly prelude: string;
  readonly user?: number;
}

/** Starts scripts with nothing in their environment but ROOT, a PATH of shims, and what the agent exports. */
const createStarter =
  ({ root, tools, shell, prelude, user }: Machine) =>
  async (script: string, order: RunOrder): Promise<ScriptRun> => {
    const work = mkdtempSync(join(root, '..', 'run-'));
    const path = join(work, '_script.sh');
    writeFileSync(path, prelude + script);
    const names = readdirSync(tools).filter((name) => name !== 'sh');
    if (order.killAtCall !== undefined)
      installKillers(work, { tools, names, at: order.killAtCall });
    if (user !== undefined) giveTo(work, user);
    const child = spawn(shell, [path], {
      cwd: work,
      detached: true,
      env: {
        ROOT: root,
        PATH: order.killAtCall === undefined ? tools : `${work}:${tools}`,
        SSM_COMMAND_ID: order.commandId ?? '00000000-0000-4000-8000-000000000001',
        ...Object.fromEntries(
          Object.entries(order.parameters ?? {}).map(([name, value]) => [`SSM_${name}`, value]),
        ),
        ...order.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const counter = join(work, '.calls');
    const toolCalls = existsSync(counter) ? readFileSync(counter).byteLength : 0;
    rmSync(work, { recursive: true, force: true });
    return { code, ...output, toolCalls };
  };
