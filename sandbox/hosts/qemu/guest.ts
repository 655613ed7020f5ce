import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programPath } from './requirements';

export interface Machine {
  readonly kernelPath: string;
  readonly initramfsPath: string;
  readonly cpus: number;
  /** For what a boot needs beside the two. */
  readonly folder: string;
  /** Ends the machine, whatever it does. */
  readonly ending: AbortSignal;
}

export interface Boot {
  readonly commandLine: string;
  /** What the last boot left on its disk. */
  readonly disk?: Buffer;
}

/** A guest that is up. All that is asked of it is asked one after another. */
export interface Guest {
  readonly bootId: string;
  readonly uptimeSec: number;
  run(document: string, order: GuestOrder): Promise<GuestRun>;
  /** A script of a test's own, to look around with. */
  shell(script: string): Promise<GuestRun>;
  powerOff(): Promise<void>;
}
export interface GuestOrder {
  readonly commandId: string;
  readonly parameters?: Readonly<Record<string, string>>;
}
export interface GuestRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** After exit code 194: the machine has gone down, and this was on its disk. */
  readonly disk?: Buffer;
}

/** Longer than any boot and all that is done in it; then the process is ended. */
const LONGEST_MS = 300_000;
const MEMORY_MIB = 512;
/**
 * On a machine that is busy an emulated timer is late, and the kernel stops where it checks that it ticks: it is told not
 * to, as hypervisors tell it. One that stops all the same ends the guest at once.
 */
const EMULATED = 'no_timer_check panic=-1';
/** A line that the guest's terminal takes in one piece. */
const CHUNK = 1024;

/**
 * Starts a guest in emulation (TCG, never KVM: a hypervisor's own guests often cannot nest), and waits until its agent
 * is ready. Throws where it ends before that.
 */
export const bootGuest = async (machine: Machine, boot: Boot): Promise<Guest> => {
  const child = spawn(
    programPath('qemu-system-x86_64'),
    [
      ...[
        '-accel',
        'tcg,thread=multi',
        '-cpu',
        'max',
        '-smp',
        String(machine.cpus),
        '-m',
        String(MEMORY_MIB),
      ],
      ...[
        '-kernel',
        machine.kernelPath,
        '-initrd',
        await initrdOf(machine, boot),
        '-append',
        `${boot.commandLine} ${EMULATED}`,
      ],
      // A disk with a queue for each CPU; what is read from it is not there.
      ...['-drive', 'if=none,id=disk,driver=null-co,size=16M,read-zeroes=on'],
      ...['-device', `nvme,serial=slipway,drive=disk,max_ioqpairs=${machine.cpus}`],
      ...['-nographic', '-no-reboot', '-monitor', 'none', '-net', 'none'],
    ],
    { timeout: LONGEST_MS, killSignal: 'SIGKILL', signal: machine.ending },
  );
  const line = createSerialLine(child);
  const [, bootId = '', uptime = ''] = (await line.next('READY')).split(' ');
  const put = async (text: string): Promise<void> => {
    const encoded = Buffer.from(text).toString('base64');
    for (let at = 0; at < encoded.length; at += CHUNK) {
      line.send(`PUT ${encoded.slice(at, at + CHUNK)}`);
      await line.next('TAKEN');
    }
  };
  return {
    bootId,
    uptimeSec: Number(uptime),
    run: async (document, { commandId, parameters = {} }) => {
      await put(
        Object.entries(parameters)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      );
      line.send(`RUN ${document} ${commandId}`);
      return readRun(line);
    },
    shell: async (script) => {
      await put(script);
      line.send('SHELL');
      return readRun(line);
    },
    powerOff: async () => {
      line.send('OFF');
      await line.ended;
    },
  };
};

/** Archives may follow one another: the kernel unpacks the disk over the image. */
const initrdOf = async ({ initramfsPath, folder }: Machine, { disk }: Boot): Promise<string> => {
  if (disk === undefined) return initramfsPath;
  const path = join(folder, 'initrd-with-disk');
  const image = await readFile(initramfsPath);
  // Each archive begins at a multiple of four bytes.
  const padding = Buffer.alloc((4 - (image.byteLength % 4)) % 4);
  writeFileSync(path, Buffer.concat([image, padding, disk]));
  return path;
};

interface SerialLine {
  send(text: string): void;
  /** The next line that begins with `@@TAG`. Throws where the guest ends first. */
  next(...tags: readonly string[]): Promise<string>;
  readonly ended: Promise<void>;
}

const createSerialLine = (child: ChildProcessWithoutNullStreams): SerialLine => {
  const marks: string[] = [];
  const rest: string[] = [];
  let wake = (): void => undefined;
  let isOver = false;
  let fault = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (fault += text));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const at = text.indexOf('@@');
    if (at >= 0) marks.push(text.slice(at + 2).trimEnd());
    else rest.push(text);
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      isOver = true;
      wake();
      resolve();
    };
    child.once('close', end);
    child.once('error', (error) => {
      fault += error.message;
      end();
    });
  });
  child.stdin.on('error', (error) => (fault += error.message));
  return {
    ended,
    send: (text) => void child.stdin.write(`${text}\n`),
    next: async (...tags) => {
      for (;;) {
        const mark = marks.shift();
        if (mark !== undefined && tags.some((tag) => mark === tag || mark.startsWith(`${tag} `)))
          return mark;
        if (mark !== undefined) continue;
        if (isOver)
          throw new Error(
            `The guest ended. Its last lines:\n${rest.slice(-15).join('\n')}\n${fault}`,
          );
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};

const readRun = async (line: SerialLine): Promise<GuestRun> => {
  const first = await line.next('DISK', 'OUT');
  const disk = first.startsWith('DISK') ? decode(first) : undefined;
  const out = disk === undefined ? first : await line.next('OUT');
  const error = await line.next('ERR');
  const code = Number((await line.next('RC')).slice('RC '.length));
  if (disk !== undefined) await line.ended;
  return {
    code,
    stdout: decode(out).toString(),
    stderr: decode(error).toString(),
    ...(disk === undefined ? {} : { disk }),
  };
};

const decode = (mark: string): Buffer => Buffer.from(mark.slice(mark.indexOf(' ') + 1), 'base64');
