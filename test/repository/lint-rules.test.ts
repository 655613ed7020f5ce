import { resolve } from 'node:path';
import { ESLint, Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import config from '../../eslint.config.mjs';
import { BANNED_SYNTAX } from '../../scripts/eslint/banned-syntax.mjs';
import { houseRules } from '../../scripts/eslint/house-rules.mjs';

const root = resolve(__dirname, '../..');
const linter = new Linter({ cwd: root });

/** The names of the rules that the snippet breaks, as if it stood in that file. */
const brokenRules = (path: string, code: string): string[] =>
  linter
    .verify(code, [{ files: ['**/*.ts'], languageOptions: { parser } }, ...houseRules], {
      filename: resolve(root, path),
    })
    .map((it) => it.ruleId ?? it.message);

interface Example {
  readonly rule: string;
  readonly refuses: readonly (readonly [path: string, code: string])[];
  readonly allows: readonly (readonly [path: string, code: string])[];
}

const EXAMPLES: readonly Example[] = [
  {
    rule: 'slipway/one-way-imports',
    refuses: [
      ['domain/a.ts', `import { b } from '../adapters/b';`],
      ['domain/a.ts', `import type { b } from '../events/b/schema';`],
      ['domain/a.ts', `import * as z from 'zod/mini';`],
      ['domain/a.ts', `import { readFile } from 'node:fs';`],
      ['domain/a.ts', `export { b } from '../config/schema/b';`],
      ['domain/a.ts', `export type B = import('../adapters/b').B;`],
      ['domain/a.ts', `export const b = () => import('../adapters/b');`],
      ['domain/a.ts', `export const b = require('../adapters/b');`],
      ['domain/a.ts', `import b = require('../adapters/b'); b();`],
      ['events/a/schema.ts', `import { z } from 'zod';`],
      ['events/a/schema.ts', `import { b } from '../../domain/b';`],
      ['config/schema/a.ts', `import { z } from 'zod';`],
      ['state-machines/a/contract.ts', `import { b } from '../../events/b/schema';`],
      ['adapters/aws/a.ts', `import { z } from 'zod';`],
      ['adapters/aws/a.ts', `import { b } from '../../functions/shared/b';`],
      ['functions/a/handle.ts', `import { z } from 'zod';`],
      ['functions/a/handle.ts', `import { b } from '../b/handle';`],
      ['functions/shared/a.ts', `import { b } from '../b/handle';`],
      ['functions/a/handle.ts', `import { SQSClient } from '@aws-sdk/client-sqs';`],
      ['functions/a/handle.ts', `import { b } from '../../sandbox/b';`],
      ['sandbox/a.ts', `import { b } from '../cli/b';`],
      ['cli/a.ts', `import { b } from '../test/support/b';`],
      ['scripts/a.ts', `import { b } from '../sandbox/b';`],
    ],
    allows: [
      ['domain/a.ts', `import { b } from './releases/b';`],
      ['events/a/schema.ts', `import * as z from 'zod/mini';`],
      ['state-machines/a/contract.ts', `import * as z from 'zod/mini';`],
      ['adapters/aws/a.ts', `import { SQSClient } from '@aws-sdk/client-sqs';`],
      ['adapters/aws/a.ts', `import { b } from '../../domain/b';`],
      ['functions/a/handle.ts', `import { b } from '../shared/b';`],
      ['functions/a/handle.ts', `import { b } from '../../state-machines/b/contract';`],
      ['functions/a/config.ts', `import scopeFile from '../../config/scope.yml';`],
      ['functions/a/index.ts', `import { Logger } from '@aws-lambda-powertools/logger';`],
      ['sandbox/a.ts', `import { b } from '../events/b/schema';`],
      ['cli/a.ts', `import { b } from '../sandbox/b';`],
      ['cli/a.ts', `import { packageStack } from '../scripts/package.mjs';`],
      ['test/sandbox/a.test.ts', `import { b } from '../../sandbox/b';`],
    ],
  },
  {
    rule: 'slipway/import-order',
    refuses: [
      ['cli/a.ts', `import { b } from './b';\nimport { z } from 'zod';`],
      ['cli/a.ts', `import { z } from 'zod';\nimport { join } from 'node:path';`],
    ],
    allows: [
      ['cli/a.ts', `import { join } from 'node:path';\nimport { z } from 'zod';\nimport './b';`],
    ],
  },
  {
    rule: 'slipway/no-default-export',
    refuses: [
      ['cli/a.ts', `export default 1;`],
      ['cli/a.ts', `const a = 1;\nexport { a as default };`],
      ['cli/a.ts', `export = 1;`],
    ],
    allows: [
      ['cli/a.ts', `export const a = 1;`],
      ['a.config.ts', `export default {};`],
    ],
  },
  {
    rule: 'slipway/no-barrel',
    refuses: [['domain/index.ts', `export * from './a';`]],
    allows: [['domain/a.ts', `export const a = 1;`]],
  },
  {
    rule: 'slipway/no-ambient-time',
    refuses: [
      ['domain/a.ts', `export const a = Date.now();`],
      ['domain/a.ts', `export const a = new Date();`],
      ['functions/a/handle.ts', `export const a = Date();`],
      ['functions/a/handle.ts', `setTimeout(() => undefined, 1);`],
      ['adapters/aws/a.ts', `setInterval(() => undefined, 1);`],
      ['adapters/aws/a.ts', `globalThis.setTimeout(() => undefined, 1);`],
      ['adapters/aws/a.ts', `import { setTimeout as sleep } from 'node:timers/promises';`],
      ['events/a/schema.ts', `export const a = performance.now();`],
    ],
    allows: [
      ['domain/a.ts', `export const a = (at: number) => new Date(at).toISOString();`],
      ['adapters/system/clock.ts', `export const a = () => Date.now();`],
      ['sandbox/clock.ts', `setTimeout(() => undefined, 1);`],
    ],
  },
  {
    rule: 'slipway/no-ambient-chance',
    refuses: [['domain/a.ts', `export const a = Math.random();`]],
    allows: [
      ['domain/a.ts', `export const a = Math.round(1.5);`],
      ['adapters/system/random.ts', `export const a = () => Math.random();`],
    ],
  },
  {
    rule: 'slipway/no-ambient-environment',
    refuses: [
      ['functions/a/handle.ts', `export const a = process.env.TABLE;`],
      ['functions/a/index.ts', `export const a = process['env'];`],
      ['adapters/aws/clients.ts', `const { env } = process;\nenv.A;`],
      ['adapters/aws/a.ts', `import { env } from 'node:process';\nenv.A;`],
    ],
    allows: [
      ['functions/a/config.ts', `export const a = process.env.TABLE;`],
      ['cli/a.ts', `export const a = process.env.TABLE;`],
      ['functions/a/handle.ts', `export const a = { env: 1 }.env;`],
    ],
  },
  {
    rule: 'slipway/no-client-elsewhere',
    refuses: [
      [
        'functions/a/index.ts',
        `declare const SQSClient: any;\nexport const a = new SQSClient({});`,
      ],
      ['sandbox/services/a.ts', `declare const SQSClient: any;\nnew SQSClient({});`],
    ],
    allows: [
      ['adapters/aws/clients.ts', `declare const SQSClient: any;\nnew SQSClient({});`],
      ['sandbox/stories/a.ts', `declare const SQSClient: any;\nnew SQSClient({});`],
      ['adapters/aws/a.ts', `declare const PublishCommand: any;\nnew PublishCommand({});`],
    ],
  },
  {
    rule: 'slipway/no-own-module-mock',
    refuses: [
      ['test/a.test.ts', `jest.mock('../domain/a');`],
      ['test/a.test.ts', `jest.doMock('./support/a');`],
    ],
    allows: [['test/a.test.ts', `export const spy = jest.fn();`]],
  },
  {
    rule: 'slipway/no-focused-test',
    refuses: [
      ['test/a.test.ts', `it.only('a', () => undefined);`],
      ['test/a.test.ts', `describe.only.each([1])('a', () => undefined);`],
      ['test/a.test.ts', `fit('a', () => undefined);`],
    ],
    allows: [['test/a.test.ts', `it.each([1])('a', () => undefined);`]],
  },
  {
    rule: 'slipway/no-skipped-test',
    refuses: [
      ['test/a.test.ts', `it.skip('a', () => undefined);`],
      ['test/a.test.ts', `describe.skip.each([1])('a', () => undefined);`],
      ['test/a.test.ts', `it.todo('a');`],
      ['test/a.test.ts', `xit('a', () => undefined);`],
    ],
    allows: [
      ['test/a.test.ts', `it('a', () => undefined);`],
      ['test/a.test.ts', `const itHere = present ? it : it.skip;\nitHere('a', () => undefined);`],
    ],
  },
  {
    rule: 'no-console',
    refuses: [['functions/a/handle.ts', `console.log('a');`]],
    allows: [['cli/a.ts', `console.log('a');`]],
  },
];

describe.each(EXAMPLES)('$rule', ({ rule, refuses, allows }) => {
  it.each(refuses)('refuses in %s: %s', (path, code) => {
    expect(brokenRules(path, code)).toContain(rule);
  });

  it.each(allows)('lets pass in %s: %s', (path, code) => {
    expect(brokenRules(path, code)).not.toContain(rule);
  });
});

it('shows an example of every row of banned syntax', () => {
  // given
  const shown = EXAMPLES.map((it) => it.rule);

  // when
  const missing = Object.keys(BANNED_SYNTAX).filter((it) => !shown.includes(`slipway/${it}`));

  // then
  expect(missing).toEqual([]);
});

it('refuses a file of 301 lines, lets pass one of 300', () => {
  expect(brokenRules('sandbox/a.ts', ';\n'.repeat(301))).toEqual(['max-lines']);
  expect(brokenRules('sandbox/a.ts', ';\n'.repeat(300))).toEqual([]);
});

it('says which arrow an import breaks', () => {
  // given
  const code = `import { b } from '../adapters/b';`;

  // when
  const [finding] = linter.verify(
    code,
    [{ files: ['**/*.ts'], languageOptions: { parser } }, ...houseRules],
    { filename: resolve(root, 'domain/a.ts') },
  );

  // then
  expect(finding?.message).toBe('Broken arrow domain → adapters: domain may import only domain.');
});

describe('rules that need types', () => {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });

  it.each([
    ['@typescript-eslint/no-floating-promises', `void 0;\nPromise.resolve(1);`],
    ['@typescript-eslint/no-misused-promises', `[1].forEach(async () => {});`],
    ['@typescript-eslint/no-explicit-any', `export const a = (b: any) => typeof b;`],
    ['@typescript-eslint/no-non-null-assertion', `export const a = (b?: string) => b!.length;`],
    ['@typescript-eslint/consistent-type-assertions', `export const a = {} as { b: string };`],
    ['@typescript-eslint/no-unused-vars', `const a = 1;`],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      `export const a = (b: 'x' | 'y') => { switch (b) { case 'x': return 1; } return 2; };`,
    ],
  ])('%s refuses what it should', async (rule, code) => {
    // when the snippet stands for this file, whose project TypeScript knows
    const [result] = await eslint.lintText(code, { filePath: __filename });

    // then
    expect(result?.messages.map((it) => it.ruleId)).toContain(rule);
  });

  it('lets pass what the conventions allow', async () => {
    const code = `export const a = ['x', 'y'] as const;\nexport const b = async () => a[0].length;\n`;
    const [result] = await eslint.lintText(code, { filePath: __filename });
    expect(result?.messages).toEqual([]);
  });
});
