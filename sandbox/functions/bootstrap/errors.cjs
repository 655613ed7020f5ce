'use strict';

/** An error that the runtime itself reports, e.g. `Runtime.HandlerNotFound`. */
class RuntimeError extends Error {
  constructor(type, message, cause) {
    super(message, { cause });
    this.name = type;
  }
}

/**
 * What Lambda answers for a thrown value.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html)
 */
const toErrorObject = (thrown) => {
  try {
    if (thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]')
      return {
        errorType: String(thrown.name),
        errorMessage: String(thrown.message),
        trace: String(thrown.stack ?? '').split('\n'),
      };
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'An error was thrown whose message, name or stack could not be read.',
      trace: [],
    };
  }
};

module.exports = { RuntimeError, toErrorObject };
