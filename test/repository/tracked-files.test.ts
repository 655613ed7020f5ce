import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const git = (...args: string[]): string[] =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

/** Also those that git does not know yet and does not ignore: they are tomorrow's tracked files. */
const FILES = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').filter((it) =>
  existsSync(join(root, it)),
);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isText = (path: string): boolean => !read(path).includes('\0');

interface Rule {
  readonly rule: string;
  readonly breaks: (path: string) => boolean;
}

const IS_KEBAB_CASE = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/;
const IS_VAGUE = /^(utils?|helpers?|common|misc|manager)(\.|$)/;
const isCode = (path: string): boolean => /\.(ts|mjs|cjs)$/.test(path);

/** Splits what it looks for, so that this file does not find itself. */
const MACHINE_PATHS = [
  '/ho' + 'me/',
  '/Use' + 'rs/',
  '/wo' + 'rk/',
  '/ro' + 'ot/',
  'C:' + '\\Users',
];

const RULES: readonly Rule[] = [
  {
    rule: 'is written in kebab-case',
    breaks: (path) => isCode(path) && !IS_KEBAB_CASE.test(basename(path)),
  },
  {
    rule: 'is named for what it holds',
    breaks: (path) => path.split('/').some((it) => IS_VAGUE.test(it)),
  },
  {
    rule: 'outside the tests has at most 300 lines',
    breaks: (path) =>
      isCode(path) && !path.startsWith('test/') && read(path).trimEnd().split('\n').length > 300,
  },
  {
    rule: 'names no absolute path of someone’s machine',
    breaks: (path) => isText(path) && MACHINE_PATHS.some((it) => read(path).includes(it)),
  },
];

it.each(RULES)('every file $rule', ({ breaks }) => {
  expect(FILES.filter(breaks)).toEqual([]);
});

it('has files to look at', () => {
  expect(FILES).toContain('package.json');
});

it('keeps what builds and runs leave behind out of git', () => {
  const ignored = ['.serverless/a', '.esbuild/a', '.slipway/a', 'coverage/a', 'node_modules/a'];
  expect(
    git('check-ignore', ...ignored)[0]
      ?.trim()
      .split('\n'),
  ).toEqual(ignored);
});
