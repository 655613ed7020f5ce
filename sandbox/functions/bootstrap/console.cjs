'use strict';

const { format } = require('node:util');

const LEVELS = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
};

/**
 * `console.*` prints as the Node.js runtime does in its text format: time, request id, level, message, with tabs
 * between, one line for each call.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html)
 */
const installConsole = (requestId) => {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...values) => {
      const line = [new Date().toISOString(), requestId(), level, format(...values)].join('\t');
      process.stdout.write(`${line.replaceAll('\n', '\r')}\n`);
    };
  }
};

module.exports = { installConsole };
