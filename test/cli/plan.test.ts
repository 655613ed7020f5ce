import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { readFacts } from '../../cli/plan/facts-file';
import { toPlanTable } from '../../cli/plan/plan-table';
import { readProfile } from '../../cli/plan/profile-files';
import { UsageError } from '../../cli/usage-error';
import { aHost, HOSTS } from '../support/hosts';
import { compile, PROFILES } from '../support/profiles';

z.config(z.locales.en());

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plans-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
/** The sentence of a command's complaint, with the folder left out. */
const complaintOf = async (work: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(UsageError);
  return thrown instanceof UsageError ? thrown.message.replaceAll(/[^\s"]*plans-\w+\//g, '') : '';
};

const GOOD = `name: tested
description: A profile of a test
goal: latency
settings:
  - id: swappiness
    layer: sysctl
    key: vm.swappiness
    value: '10'
    why: Swaps late.
    source: a test
`;

describe('profiles', () => {
  it('reads a file', async () => {
    const profile = await readProfile(await file('tested.yml', GOOD));
    expect(profile.settings.map(({ id }) => id)).toEqual(['swappiness']);
  });

  it('takes over what a file extends, beside it or shipped', async () => {
    await file('parent.yml', GOOD.replace('tested', 'parent'));
    const child = 'name: a\ndescription: A\ngoal: latency\nsettings: []\n';
    const ofParent = await readProfile(await file('a.yml', `${child}extends: parent\n`));
    const ofShipped = await readProfile(await file('b.yml', `${child}extends: throughput\n`));
    expect(ofParent.settings.map(({ id }) => id)).toEqual(['swappiness']);
    expect(ofShipped.settings).toEqual(PROFILES.throughput.settings);
  });

  it.each([
    [
      'a value of the wrong kind',
      GOOD.replace("'10'", '10'),
      'bad.yml:8:12  settings.0.value must be a text: put 10 in quotes.',
    ],
    [
      'a layer that is not there',
      GOOD.replace('sysctl', 'bios'),
      'bad.yml:6:12  settings.0.layer must be one of ',
    ],
    [
      'a member that is not there',
      `${GOOD}    colour: red\n`,
      'bad.yml:11:5  settings.0.colour is unknown',
    ],
    [
      'a variable that is not there',
      GOOD.replace("'10'", "'{ten}'"),
      'bad.yml:8:12  settings.0.value: {ten} is no variable:',
    ],
    [
      'an id that names nothing',
      `${GOOD}acknowledge: [mce]\n`,
      'bad.yml:11:15  acknowledge.0: no setting has the id mce.',
    ],
    [
      'a profile that is not there',
      `${GOOD}extends: nothing\n`,
      'bad.yml:11:10  extends: there is no profile nothing, beside this file or in config/profiles.',
    ],
    [
      'a profile that extends itself',
      `${GOOD}extends: bad\n`,
      'bad.yml:11:10  extends: bad extends this profile in turn.',
    ],
    ['what is not YAML', 'settings: [', 'bad.yml:1:12'],
    ['an empty file', '', 'bad.yml:1:1  The profile is empty, and must be an object'],
  ])('refuses with file and line: %s', async (_, text, complaint) => {
    const told = await complaintOf(readProfile(await file('bad.yml', text)));
    expect(told).toContain('The profile is not valid. docs/profiles.md explains the format.');
    expect(told).toContain(`\n  ${complaint}`);
  });

  it('refuses what is wrong in the profile that is extended', async () => {
    await file('wrong.yml', GOOD.replace('goal: latency', 'goal: speed'));
    const child = await file(
      'of-wrong.yml',
      GOOD.replace('settings:', 'extends: wrong\nsettings:'),
    );
    expect(await complaintOf(readProfile(child))).toContain('wrong.yml:3:7  goal must be ');
  });

  it('tells twenty faults, and how many more there are', async () => {
    const many = Array.from({ length: 25 }, (_, index) => `  - id: a${index}\n    layer: bios\n`);
    const told = await complaintOf(
      readProfile(await file('many.yml', `settings:\n${many.join('')}`)),
    );
    expect(told.split('\n')).toHaveLength(22);
    expect(told).toMatch(/ {2}and \d+ more\.$/);
  });

  it('names the profiles that there are', async () => {
    expect(await complaintOf(readProfile('low-latancy'))).toBe(
      'There is no profile "low-latancy". Give the path of one, or one of dpdk, isolated-cpus, low-latency, low-latency-rt, published-advice, throughput.',
    );
    expect(await complaintOf(readProfile(join(folder, 'gone.yml')))).toBe(
      'The file gone.yml cannot be read. Give the path of a profile file.',
    );
    expect(await complaintOf(readProfile(`${folder}/`))).toContain('cannot be read');
  });
});

describe('facts', () => {
  const DOCUMENT =
    'It must be the JSON that the document collect-facts prints (docs/profiles.md shows one).';

  it('reads a file, with a byte order mark or without', async () => {
    const facts = aHost({ coresPerSocket: 2 });
    expect(await readFacts(await file('f.json', JSON.stringify(facts)))).toEqual(facts);
    expect(await readFacts(await file('f.json', `\ufeff${JSON.stringify(facts)}`))).toEqual(facts);
  });

  it('reads what the document has printed, packed or not', async () => {
    const facts = aHost({ coresPerSocket: 2 });
    const json = JSON.stringify(facts);
    const packed = gzipSync(json).toString('base64');
    const output = (line: string) => `a word before\n${line}\n@@RESULT {"outcome":"passed"}\n`;
    expect(await readFacts(await file('f.txt', output(`@@FACTS ${json}`)))).toEqual(facts);
    expect(await readFacts(await file('f.txt', output(`@@FACTS-GZIP ${packed}`)))).toEqual(facts);
    const cut = output(`@@FACTS-GZIP ${packed.slice(0, 99)}`);
    expect(await complaintOf(readFacts(await file('f.txt', cut)))).toBe(
      "The line @@FACTS-GZIP of f.txt cannot be unpacked: it is not whole. Take it from the command's output in S3, or run the document again.",
    );
  });

  it.each([
    [
      'what is not JSON',
      '{"schemaVersion":',
      `bad.json is not JSON: Unexpected end of JSON input. ${DOCUMENT}`,
    ],
    ['an empty file', '', `bad.json is not JSON: Unexpected end of JSON input. ${DOCUMENT}`],
    [
      'another version',
      '{"schemaVersion":2}',
      `The facts in bad.json are not valid. ${DOCUMENT}\n  schemaVersion must be 1, not 2`,
    ],
    [
      'a list',
      '[]',
      `The facts in bad.json are not valid. ${DOCUMENT}\n  the document must be an object, not a list`,
    ],
    [
      'what names a CPU and an interface twice',
      JSON.stringify({
        schemaVersion: 1,
        cpus: [1, 1].map((id) => ({ id, core: 0, socket: 0, node: 0, online: true })),
        nics: [{ name: 'ens5' }, { name: 'ens5' }],
      }),
      `The facts in bad.json are not valid. ${DOCUMENT}\n  cpus: Two CPUs have the same id\n  nics: Two interfaces have the same name`,
    ],
    ['too much', ' '.repeat(4 * 1024 * 1024 + 1), `bad.json is too big for facts. ${DOCUMENT}`],
  ])('refuses %s', async (_, text, complaint) => {
    expect(await complaintOf(readFacts(await file('bad.json', text)))).toBe(complaint);
  });

  it('tells ten faults, and how many more there are', async () => {
    const cpus = Array.from({ length: 4 }, () => ({ id: 'x' }));
    const path = await file('many.json', JSON.stringify({ schemaVersion: 1, cpus }));
    const told = await complaintOf(readFacts(path));
    expect(told).toContain('\n  cpus.0.id must be a number, not "x"\n');
    expect(told).toMatch(/\n {2}and 10 more\.$/);
  });

  it('refuses a file that is not there', async () => {
    expect(await complaintOf(readFacts(join(folder, 'gone.json')))).toBe(
      'The facts gone.json cannot be read. Give the path of a file.',
    );
  });
});

describe('the table', () => {
  const EVERY = Object.values(PROFILES).flatMap((profile) =>
    Object.values(HOSTS).map((facts) => compile(profile, facts)),
  );

  it.each([
    [undefined, 100],
    [40, 80],
    [80, 80],
    [120, 120],
    [400, 160],
  ])('fits into %s columns: at most %i', (columns, most) => {
    const longest = EVERY.flatMap((plan) => toPlanTable(plan, columns)).map((line) => line.length);
    expect(Math.max(...longest)).toBeLessThanOrEqual(most);
  });

  it('cuts nothing off, whatever the width', () => {
    const facts = aHost({ coresPerSocket: 4 });
    const plan = compile(PROFILES['low-latency'], HOSTS['metal, 72 CPUs, two nodes'] ?? facts);
    const told = toPlanTable(plan, 80).join('').replaceAll(' ', '');
    const { settings, notApplicable } = plan;
    for (const { id } of notApplicable) expect(told).toContain(id);
    expect(told).not.toContain('…');
    expect(settings.length).toBeGreaterThan(30);
    expect(toPlanTable(plan, 160).join('\n')).toContain('rcupdate.rcu_normal_after_boot=1 ');
  });

  it('breaks a list of CPUs at its commas', () => {
    const facts = aHost({ sockets: 4, coresPerSocket: 28, threads: 2 });
    const lines = toPlanTable(compile(PROFILES['isolated-cpus'], facts), 80);
    const start = lines.findIndex((line) => line.startsWith(' R isolcpus'));
    const values = lines.slice(start, start + 4).map((line) => line.slice(23, 51).trim());
    expect(values).toEqual([
      'isolcpus=managed_irq,',
      'domain,1-27,29-55,57-83,',
      '85-111,113-139,141-167,',
      '169-195,197-223',
    ]);
  });

  it('says what will be set and why, what was refused, and what does not apply', () => {
    const facts = aHost({ coresPerSocket: 4, rt: true });
    const table = toPlanTable(compile(PROFILES['published-advice'], facts), 100);
    expect(table.slice(0, 6)).toEqual([
      expect.stringMatching(/^Plan [0-9a-f]{12} of the profile published-advice$/),
      'CPUs 0-3: 0-3 for housekeeping, none isolated',
      'Kernel command line: nosoftlockup nmi_watchdog=0 rcu_nocb_poll',
      '',
      'Will be set: 24, 4 of them with a reboot (R), 13 with something to be said against it (!)',
      ' R rt-kernel                    linux-image-rt-amd64 installed     The kernel with PREEMPT_RT.',
    ]);
    expect(table).toEqual(
      expect.arrayContaining([
        '!R nosoftlockup                 nosoftlockup                       Is to spare a watchdog.',
        '     contested: SoftLockupDetectorOff. nosoftlockup takes the detector of hangs from the',
        'Refused: 9',
        '   isolcpus                     AbsentCpus. isolcpus=2-15 names CPUs 4-15, which this host does not',
        '                                have; the kernel would ignore the whole list.',
        'Not applicable: 7',
        '   intel-idle-cstate            This host has no cpuidle driver.',
      ]),
    );
  });

  it('begins a sentence with the name of an interface as it is', () => {
    const facts = HOSTS['Xen, 2 CPUs'] ?? aHost({ coresPerSocket: 2 });
    const table = toPlanTable(compile(PROFILES['low-latency'], facts), 160).join('\n');
    expect(table).toContain('eth0 has no maximum of queues that its driver tells.');
    expect(table).toContain('This host has no cpufreq driver.');
  });

  it('says in words where interrupts go', () => {
    const facts = aHost({ coresPerSocket: 4 });
    const values = toPlanTable(compile(PROFILES['low-latency'], facts), 160).map((line) =>
      line.replaceAll(/ +/g, ' ').trim(),
    );
    expect(values).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^irq-default new interrupts: CPUs 0 /),
        expect.stringMatching(/^irq-all all interrupts: CPUs 0 /),
        expect.stringMatching(/^irqbalance irqbalance: not CPUs 1-3 /),
      ]),
    );
  });

  it('says that CPUs are unknown', () => {
    const table = toPlanTable(compile(PROFILES.throughput, { schemaVersion: 1 }), 80);
    expect(table[1]).toBe('CPUs unknown: none for housekeeping, none isolated');
    expect(table).toContain('Will be set: 1');
  });
});

describe('the command', () => {
  const slipway = (...args: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((settled) => {
      const command = resolve(__dirname, '../../cli/slipway.cjs');
      execFile(process.execPath, [command, 'plan', ...args], (error, out, err) =>
        settled({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });

  it('prints the plan as one line of JSON', async () => {
    // given
    const facts = aHost({ coresPerSocket: 4 });
    const path = await file('good.json', JSON.stringify(facts));
    // when
    const { code, out, err } = await slipway('--profile', 'low-latency', '--facts', path, '--json');
    // then
    expect({ code, err, lines: out.split('\n').length }).toEqual({ code: 0, err: '', lines: 2 });
    expect(JSON.parse(out)).toEqual(compile(PROFILES['low-latency'], facts));
  });

  it('ends with 2 and a sentence, and never a stack, where the input is bad', async () => {
    const path = await file('bad.json', '{');
    const ended = await Promise.all([
      slipway('--profile', 'low-latency', '--facts', path),
      slipway('--profile', 'nothing', '--facts', path),
      slipway('--facts', path),
    ]);
    expect(ended.map(({ code, out }) => ({ code, out }))).toEqual(
      [1, 2, 3].map(() => ({ code: 2, out: '' })),
    );
    const [badFacts, badProfile, noProfile] = ended.map(({ err }) => err);
    expect(badFacts).toMatch(/^slipway: .*bad\.json is not JSON: /);
    expect(badProfile).toMatch(/^slipway: There is no profile "nothing"\. /);
    expect(noProfile).toMatch(/^error: required option '--profile <profile>' not specified/);
    for (const { err } of ended) expect(err).not.toMatch(/\n\s+at /);
  });
});
