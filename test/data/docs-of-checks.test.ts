import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { createSuiteEye } from '../../adapters/aws/observers/suite';
import { Check } from '../../config/schema/checks';
import { anAnsweredLambda } from '../support/answered-clients';
import { aSuiteLook } from '../support/looks';
import { aLook } from '../support/metric-looks';

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const blocksOf = (language: string): readonly string[] =>
  Array.from(
    read('docs/checks.md').matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g')),
    ([, block = '']) => block,
  );

const EXAMPLES: readonly unknown[] = blocksOf('yaml').flatMap((block): unknown[] => parse(block));

it('shows an example of every kind of check', () => {
  const kinds = EXAMPLES.map((it) => Check.parse(it).kind);
  expect(kinds).toEqual([
    'http',
    'lambda-invoke',
    'ssm-command',
    'suite',
    'alarms',
    'metric-threshold',
    'metric-baseline',
  ]);
});

describe('the suite that is shown', () => {
  const answerOf = async (status: number): Promise<unknown> => {
    const exports: { handler?: (request: unknown) => Promise<unknown> } = {};
    const fetch = async (url: string) => ({ ok: url.endsWith('/pay') ? status < 400 : true });
    runInNewContext(blocksOf('js').join('\n'), { exports, fetch });
    const [request = ''] = blocksOf('json');
    const answer = await exports.handler?.(JSON.parse(request));
    const { client } = anAnsweredLambda(() => ({ Payload: Buffer.from(JSON.stringify(answer)) }));
    return createSuiteEye(client)(aLook(aSuiteLook()), new AbortController().signal);
  };

  it('answers as its contract says', async () => {
    expect(await answerOf(200)).toEqual({
      kind: 'suite',
      outcome: 'passed',
      reason: 'AllPagesAnswer',
      detail: '',
      samples: 3,
    });
    expect(await answerOf(500)).toEqual({
      kind: 'suite',
      outcome: 'failed',
      reason: 'PagesBroken',
      detail: 'broken: /pay',
      samples: 3,
    });
  });
});

/** Codes that the sources give as reasons, by how they stand there. */
const CODES = /(?:LookFault\(\s*|couldNotLook\(\s*|reason: |code: |const SLOW = )'([A-Z]\w+)'/g;
const IN_LISTS = /const REASONS = \[([^\]]*)\]/g;

it('lists every reason that a check gives', () => {
  const folders = [
    'domain/releases/checks',
    'adapters/http',
    'adapters/json',
    'adapters/aws/observers',
  ];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).map((file) => read(join(folder, file))),
  );
  const codes = sources.flatMap((source) => [
    ...Array.from(source.matchAll(CODES), ([, code = '']) => code),
    ...Array.from(source.matchAll(IN_LISTS), ([, list = '']) => list.match(/\w+/g) ?? []).flat(),
  ]);
  const table = read('docs/operations/verdicts.md');
  expect(codes.length).toBeGreaterThan(30);
  expect([...new Set(codes)].filter((code) => !table.includes(`\`${code}\``))).toEqual([]);
});
