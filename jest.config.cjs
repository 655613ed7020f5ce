/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.(ts|mjs|yml)$': '<rootDir>/scripts/jest-esbuild.cjs' },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'yml'],
  // Scenarios start real function processes: a loaded machine is slow, not wrong.
  testTimeout: 60_000,
  // For `npm test -- --coverage`. The floors count what a reader of the product would miss a test for.
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  collectCoverageFrom: [
    '{domain,adapters,functions,events,config,state-machines,sandbox,cli}/**/*.ts',
    '!**/*.d.ts',
  ],
  coverageThreshold: {
    global: { lines: 90 },
    './domain/': { branches: 100 },
  },
};
