import { BANNED_SYNTAX, bannedSyntaxRules } from './banned-syntax.mjs';
import { importOrder } from './import-order.mjs';
import { oneWayImports } from './one-way-imports.mjs';

const plugin = {
  rules: {
    'one-way-imports': oneWayImports,
    'import-order': importOrder,
    ...bannedSyntaxRules,
  },
};

/**
 * The rules of this repository that need no types, so that tests can try them on snippets in milliseconds.
 *
 * @type {readonly import('eslint').Linter.Config[]}
 */
export const houseRules = [
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { slipway: plugin },
    rules: {
      'slipway/one-way-imports': 'error',
      'slipway/import-order': 'error',
      'max-lines': ['error', 300],
      eqeqeq: 'error',
    },
  },
  { files: ['test/**'], rules: { 'max-lines': ['error', 500] } },
  {
    files: ['{domain,adapters,functions,events,config}/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  ...Object.entries(BANNED_SYNTAX).map(([name, { files, except = [] }]) => ({
    files: [...files],
    ignores: [...except],
    rules: { [`slipway/${name}`]: /** @type {const} */ ('error') },
  })),
];
