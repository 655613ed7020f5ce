import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneAtATime } from '../../scripts/one-at-a-time.mjs';
import { REPOSITORY } from '../../cli/repository';
import { fingerprint, packageStack } from '../../scripts/package.mjs';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-package-'));
  await mkdir(join(root, 'domain'));
  await writeFile(join(root, 'domain', 'a.ts'), 'one');
  await mkdir(join(root, 'config'));
  for (const file of ['config/scope.yml', 'config/network.yml'])
    await copyFile(join(REPOSITORY, file), join(root, file));
  await writeFile(join(root, 'serverless.yml'), 'service: tiny\nprovider: { name: aws }\n');
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('the fingerprint of the sources', () => {
  it.each([
    ['edited', () => writeFile(join(root, 'domain', 'a.ts'), 'two')],
    ['renamed', () => rename(join(root, 'domain', 'a.ts'), join(root, 'domain', 'b.ts'))],
    ['added', () => writeFile(join(root, 'domain', 'b.ts'), '')],
    ['removed', () => rm(join(root, 'domain', 'a.ts'))],
  ])('changes when a source is %s', async (_what, change) => {
    const before = await fingerprint(root);
    await change();
    expect(await fingerprint(root)).not.toBe(before);
  });

  it('stays when something else changes', async () => {
    const before = await fingerprint(root);
    await writeFile(join(root, 'README.md'), 'new');
    expect(await fingerprint(root)).toBe(before);
  });
});

describe('packageStack', () => {
  it('packages once, then again only when a source has changed', async () => {
    // given
    const progress: string[] = [];
    const onProgress = (message: string): number => progress.push(message);

    // when
    const { templatePath } = await packageStack({ root, onProgress });
    await packageStack({ root, onProgress });
    await writeFile(join(root, 'domain', 'a.ts'), 'two');
    await packageStack({ root, onProgress });

    // then
    expect(progress).toEqual(['packaging the stack', 'up to date', 'packaging the stack']);
    expect(existsSync(templatePath)).toBe(true);
  }, 60_000);

  it('does not package what config/ has wrong, and says all of it', async () => {
    await writeFile(join(root, 'config', 'network.yml'), 'subnets: [vpc-1]\nsecurityGroups: [x]\n');
    await expect(packageStack({ root })).rejects.toThrow(
      /could not be packaged[^]*network.yml:1:11 [^]*network.yml:2:18 /,
    );
  });

  it('says what the framework said when it fails', async () => {
    await writeFile(
      join(root, 'serverless.yml'),
      'service: tiny\nprovider: { name: aws, stage: "${nowhere:x}" }\n',
    );
    await expect(packageStack({ root })).rejects.toThrow(/could not be packaged[^]*provider.stage/);
  });

  it.each([
    ['packaged', ''],
    ['failed', 'throw new Error("no");'],
  ])(
    'leaves nothing of what plugins put in the temporary folder when it has %s',
    async (_, end) => {
      // given
      const told = join(root, 'told');
      const plugin = `const { mkdtempSync, writeFileSync } = require('node:fs');
      module.exports = class {
        constructor() {
          writeFileSync(${JSON.stringify(told)}, mkdtempSync(require('node:os').tmpdir() + '/left-'));
          ${end}
        }
      };`;
      await writeFile(join(root, 'plugin.cjs'), plugin);
      await writeFile(
        join(root, 'serverless.yml'),
        'service: tiny\nprovider: { name: aws }\nplugins: [./plugin.cjs]\n',
      );

      // when
      await packageStack({ root }).catch(() => undefined);

      // then
      const left = await readFile(told, 'utf8');
      expect(left).toContain('left-');
      expect(existsSync(left)).toBe(false);
    },
  );

  it('does not believe a framework that ended well without a template', async () => {
    await writeFile(join(root, 'serverless.yml'), 'service: tiny\nprovider: { name: other }\n');
    await expect(packageStack({ root })).rejects.toThrow('lacks the template');
  });
});

describe('oneAtATime', () => {
  it('lets the second in when the first has ended', async () => {
    // given
    const lock = join(root, 'a.lock');
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await fingerprint(root);
      seen.push(`${name} ends`);
    };

    // when
    await Promise.all([oneAtATime(lock, work('first')), oneAtATime(lock, work('second'))]);

    // then
    expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('takes over from a process that ended without letting go', async () => {
    const lock = join(root, 'a.lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(lock, String(pid));
    expect(await oneAtATime(lock, () => Promise.resolve('done'))).toBe('done');
  });

  it('lets go when the work fails', async () => {
    const lock = join(root, 'a.lock');
    await expect(oneAtATime(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});
