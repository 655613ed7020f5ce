'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { RuntimeError } = require('./errors.cjs');

const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];

const findModule = (taskRoot, moduleName) => {
  const stem = path.resolve(taskRoot, moduleName);
  for (const extension of EXTENSIONS) {
    const file = `${stem}${extension}`;
    if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  throw new RuntimeError(
    'Runtime.ImportModuleError',
    `Error: Cannot find module '${moduleName}'\nRequire stack:\n- ${taskRoot}`,
  );
};

const importModule = async (file) => {
  try {
    if (file.endsWith('.mjs')) return await import(pathToFileURL(file).href);
    return createRequire(file)(file);
  } catch (error) {
    if (error?.code === 'ERR_REQUIRE_ESM') return import(pathToFileURL(file).href);
    throw error;
  }
};

/** Errors of the module's own code keep their type; only these two have a name of the runtime's. */
const toImportError = (error) => {
  if (error instanceof SyntaxError)
    return new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND')
    return new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error);
  return error;
};

/**
 * The function that `_HANDLER` names, e.g. `src/index.handler` or `index.nested.handler`.
 * documented for the error types (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html), their
 * sentences assumed.
 */
const loadHandler = async (taskRoot, handler) => {
  const match = /^(.*\/)?([^./]+)\.(.+)$/.exec(handler);
  if (match === null || handler.includes('..'))
    throw new RuntimeError('Runtime.MalformedHandlerName', `'${handler}' is not a valid handler.`);
  const [, folder = '', moduleName, exportPath] = match;
  const file = findModule(taskRoot, `${folder}${moduleName}`);
  let found;
  try {
    found = await importModule(file);
  } catch (error) {
    throw toImportError(error);
  }
  const exported = exportPath
    .split('.')
    .reduce((value, key) => value?.[key] ?? value?.default?.[key], found);
  if (exported === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof exported !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  return exported;
};

module.exports = { loadHandler };
