/**
 * Syntax that the conventions forbid, one row each: the row's name becomes the rule `slipway/NAME`.
 * A test in test/repository shows for each row a snippet that it refuses and one that it lets pass.
 *
 * @typedef {object} BannedSyntax
 * @property {string} message what is wrong and what to do instead
 * @property {readonly string[]} selectors of ESLint, any of which is refused
 * @property {readonly string[]} files where it is refused
 * @property {readonly string[]} [except] where it is allowed nevertheless
 */

const EVERYWHERE = ['**/*.{ts,mjs,cjs}'];
const PRODUCT = ['domain/**', 'events/**', 'config/schema/**', 'adapters/**', 'functions/**'];
const TESTS = ['test/**/*.ts'];

/** @type {Readonly<Record<string, BannedSyntax>>} */
export const BANNED_SYNTAX = {
  'no-default-export': {
    message: 'No default exports: give it a name, so that it is called the same everywhere.',
    selectors: [
      'ExportDefaultDeclaration',
      'ExportSpecifier[exported.name="default"]',
      'TSExportAssignment',
    ],
    files: EVERYWHERE,
    except: ['*.config.{ts,mjs}', '**/*.d.ts'],
  },
  'no-barrel': {
    message: 'No barrels: import from the file that defines it.',
    selectors: ['ExportAllDeclaration'],
    files: EVERYWHERE,
  },
  'no-ambient-time': {
    message: 'Time comes through the Clock port (adapters/system): take nowEpochMs or a clock.',
    selectors: [
      'MemberExpression[object.name="Date"][property.name="now"]',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'CallExpression[callee.name="Date"]',
      'MemberExpression[object.name="performance"][property.name="now"]',
      'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
      'MemberExpression[object.name="globalThis"][property.name=/^set(Timeout|Interval)$/]',
      'ImportDeclaration[source.value=/^(node:)?timers/]',
    ],
    files: PRODUCT,
    except: ['adapters/system/**'],
  },
  'no-ambient-chance': {
    message: 'Chance comes through a port (adapters/system), so that a run can be repeated.',
    selectors: ['MemberExpression[object.name="Math"][property.name="random"]'],
    files: PRODUCT,
    except: ['adapters/system/**'],
  },
  'no-ambient-environment': {
    message: "process.env is read only in a function's config.ts, once, by its schema.",
    selectors: [
      'MemberExpression[object.name="process"][property.name="env"]',
      'MemberExpression[object.name="process"][property.value="env"]',
      'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
      'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name="env"]',
    ],
    files: EVERYWHERE,
    except: ['functions/*/config.ts', '{cli,sandbox,bench,scripts,test}/**'],
  },
  'no-client-elsewhere': {
    message:
      'SDK clients are constructed only in adapters/aws/clients.ts: take one as a dependency.',
    selectors: ['NewExpression[callee.name=/Client$/]'],
    files: EVERYWHERE,
    except: ['adapters/aws/clients.ts', 'adapters/slack/**', '{cli,sandbox/stories,test}/**'],
  },
  'no-own-module-mock': {
    message: 'No jest.mock of our own modules: give the factory a fake through its dependencies.',
    selectors: [
      'CallExpression[callee.object.name="jest"][callee.property.name=/^(mock|doMock|setMock|unstable_mockModule)$/][arguments.0.value=/^[.]/]',
    ],
    files: TESTS,
  },
  'no-focused-test': {
    message: 'No focused tests: the others would silently not run.',
    selectors: [
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
      'MemberExpression[object.object.name=/^(it|test|describe)$/][property.name="only"]',
      'CallExpression[callee.name=/^(fit|fdescribe)$/]',
    ],
    files: TESTS,
  },
  'no-skipped-test': {
    message:
      'No skipped tests: mend it or delete it. What this machine may lack is written `present ? it : it.skip`.',
    selectors: [
      ':not(ConditionalExpression) > MemberExpression[object.name=/^(it|test|describe)$/][property.name="skip"]',
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(todo|failing)$/]',
      'MemberExpression[object.object.name=/^(it|test|describe)$/][property.name=/^(skip|failing)$/]',
      'CallExpression[callee.name=/^(xit|xtest|xdescribe)$/]',
    ],
    files: TESTS,
  },
};

/** @param {BannedSyntax} row @returns {import('eslint').Rule.RuleModule} */
const toRule = ({ message, selectors }) => ({
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const report = (/** @type {import('eslint').Rule.Node} */ node) =>
      context.report({ node, message });
    return Object.fromEntries(selectors.map((selector) => [selector, report]));
  },
});

export const bannedSyntaxRules = Object.fromEntries(
  Object.entries(BANNED_SYNTAX).map(([name, row]) => [name, toRule(row)]),
);
