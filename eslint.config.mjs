import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/eslint/house-rules.mjs';

/**
 * What needs to know types, and what TypeScript lets pass but the conventions do not.
 *
 * @type {import('eslint').Linter.Config}
 */
const typed = {
  files: ['**/*.ts'],
  rules: {
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-non-null-assertion': 'error',
    '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    // A port is asynchronous for the adapter's sake; its in-memory twin has nothing to await.
    '@typescript-eslint/require-await': 'off',
    // Ports are records of closures: nothing here has a `this` to lose.
    '@typescript-eslint/unbound-method': 'off',
  },
};

/** @type {import('eslint').Linter.Config[]} */
export default [
  { ignores: ['node_modules/', '.serverless/', '.esbuild/', '.slipway/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  typed,
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  ...houseRules,
  {
    // Builders make a whole event or client out of the few fields that a test is about.
    files: ['test/support/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // A new outcome must break every switch of the product; what imitates AWS may have a default.
    files: ['{sandbox,cli,bench,test}/**/*.ts'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // What a test reads out of JSON it compares in the next line.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
];
