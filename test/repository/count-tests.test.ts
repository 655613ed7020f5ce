import { countTests } from '../../scripts/test.mjs';

const results = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

it('counts what passed and what failed', () => {
  expect(countTests({ ...results, numFailedTests: 2 }, 1)).toEqual({ passed: 5, failed: 2 });
});

it('counts a suite that could not run as failed', () => {
  expect(countTests({ ...results, numRuntimeErrorTestSuites: 1 }, 1)).toEqual({
    passed: 5,
    failed: 1,
  });
});

it('fails a run in which nothing ran', () => {
  expect(countTests({ ...results, numPassedTests: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
});

it('fails a run that ended before it wrote results', () => {
  expect(countTests(undefined, null)).toEqual({ passed: 0, failed: 1 });
});

it('fails a run that jest failed for another reason, as coverage under its floor', () => {
  expect(countTests(results, 1)).toEqual({ passed: 5, failed: 1 });
});

it('fails nothing when all is well', () => {
  expect(countTests(results, 0)).toEqual({ passed: 5, failed: 0 });
});
