import { isBuiltin } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

/**
 * What each folder may import: other folders of this repository, and packages (`node:` stands for all of
 * Node's own modules, a name that ends in `/*` for a scope). The most exact folder wins.
 *
 * @type {Readonly<Record<string, { folders: readonly string[], packages: readonly string[] }>>}
 */
export const ARROWS = {
  domain: { folders: ['domain'], packages: [] },
  events: { folders: ['events'], packages: ['zod/mini'] },
  'config/schema': { folders: ['config/schema'], packages: ['zod/mini'] },
  'state-machines': { folders: ['state-machines'], packages: ['zod/mini'] },
  adapters: {
    folders: ['adapters', 'domain', 'events', 'config/schema'],
    packages: [
      'node:',
      '@aws-sdk/*',
      '@smithy/*',
      '@slack/*',
      '@aws-lambda-powertools/jmespath',
      '@aws-lambda-powertools/jmespath/functions',
      'aws-xray-sdk-core',
      'zod/mini',
    ],
  },
  functions: {
    folders: [
      'functions',
      'domain',
      'adapters',
      'events',
      'config',
      'config/schema',
      'state-machines',
    ],
    packages: ['node:', '@aws-lambda-powertools/*', 'aws-lambda', 'zod/mini'],
  },
  ...outside('cli', ['cli', 'sandbox']),
  ...outside('sandbox', ['sandbox']),
  ...outside('bench', ['bench', 'cli', 'sandbox']),
  ...outside('scripts', []),
  ...outside('test', ['test', 'cli', 'sandbox', 'bench', 'documents', 'resources']),
  '.': { folders: ['.', 'scripts'], packages: ['*'] },
};

/**
 * A folder that stands around the product may use all of it, the scripts, the files at the root (as
 * package.json), and any package.
 *
 * @param {string} folder
 * @param {readonly string[]} others
 */
function outside(folder, others) {
  const product = [
    'domain',
    'adapters',
    'functions',
    'events',
    'config',
    'config/schema',
    'state-machines',
  ];
  return { [folder]: { folders: [...product, 'scripts', '.', ...others], packages: ['*'] } };
}

const folders = Object.keys(ARROWS);

/**
 * The row of the table that a file falls under; its first folder where the table has none.
 *
 * @param {string} path relative to the repository
 */
const folderOf = (path) => {
  const unix = path.split(sep).join('/');
  if (!unix.includes('/')) return '.';
  return folders.find((it) => unix.startsWith(`${it}/`)) ?? unix.split('/')[0] ?? '.';
};

/** @param {string} specifier @param {readonly string[]} allowed */
const mayUsePackage = (specifier, allowed) =>
  allowed.some((it) => {
    if (it === '*') return true;
    if (it === 'node:') return isBuiltin(specifier);
    return it.endsWith('/*') ? specifier.startsWith(it.slice(0, -1)) : specifier === it;
  });

/**
 * @param {string} from relative path of the importing file
 * @param {string} to relative path of what it imports
 */
const isOtherFunction = (from, to) => {
  const [, target] = to.split(sep);
  return folderOf(to) === 'functions' && target !== 'shared' && target !== from.split(sep)[1];
};

/**
 * The sentence that says which arrow an import breaks, or undefined where it breaks none.
 *
 * @param {string} root the repository
 * @param {string} filename absolute
 * @param {string} specifier as written
 */
const brokenArrow = (root, filename, specifier) => {
  const from = relative(root, filename);
  const folder = folderOf(from);
  const row = ARROWS[folder];
  if (row === undefined) return undefined;
  if (!specifier.startsWith('.')) {
    if (mayUsePackage(specifier, row.packages)) return undefined;
    const may = row.packages.length === 0 ? 'no package' : row.packages.join(', ');
    return `${folder} → ${specifier}: ${folder} may import ${may}.`;
  }
  const to = relative(root, resolve(dirname(filename), specifier));
  if (!row.folders.includes(folderOf(to)))
    return `${folder} → ${folderOf(to)}: ${folder} may import only ${row.folders.join(', ')}.`;
  if (folder === 'functions' && isOtherFunction(from, to))
    return `${dirname(from)} → ${dirname(to)}: one function never imports another, only functions/shared.`;
  return undefined;
};

/**
 * Imports go one way, as the table above says.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const oneWayImports = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    /** @param {any} source a node that may be a string literal */
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const broken = brokenArrow(context.cwd, context.filename, source.value);
      if (broken !== undefined) context.report({ node: source, message: `Broken arrow ${broken}` });
    };
    const checkFrom = (/** @type {any} */ node) => check(node.source);
    return {
      ImportDeclaration: checkFrom,
      ExportNamedDeclaration: checkFrom,
      ExportAllDeclaration: checkFrom,
      ImportExpression: checkFrom,
      TSImportType: checkFrom,
      TSExternalModuleReference: (/** @type {any} */ node) => check(node.expression),
      'CallExpression[callee.name="require"]': (/** @type {any} */ node) =>
        check(node.arguments[0]),
    };
  },
};
