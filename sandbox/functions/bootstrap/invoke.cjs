'use strict';

const { RuntimeError } = require('./errors.cjs');

const toPayload = (value) => {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.UnmarshalError', 'Unable to stringify response body', error);
  }
};

/** The handler's second argument. `deadlineMs` is on `performance.now()`: real time, as the time-out is. */
const createContext = (message, deadlineMs, callback) => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  invokedFunctionArn: message.invokedFunctionArn,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: message.requestId,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  identity: undefined,
  clientContext: undefined,
  getRemainingTimeInMillis: () => Math.max(0, Math.round(deadlineMs - performance.now())),
  done: callback,
  succeed: (result) => callback(null, result),
  fail: (error) => callback(error ?? new Error('handled')),
});

/**
 * Runs the handler once. A promise answers when it settles; a callback answers when the event loop is empty,
 * unless `callbackWaitsForEmptyEventLoop` is false; a handler that does neither answers null then.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html); null for a promise that never
 * settles is assumed.
 */
const invoke = (handler, message) =>
  new Promise((resolve, reject) => {
    const deadlineMs = performance.now() + message.timeoutMs;
    let answer = { result: null };
    const finish = () => {
      process.off('beforeExit', finish);
      try {
        if ('error' in answer) throw answer.error;
        resolve(toPayload(answer.result));
      } catch (error) {
        reject(error);
      }
    };
    const succeed = (result) => {
      answer = { result };
      finish();
    };
    const fail = (error) => {
      answer = { error };
      finish();
    };
    const callback = (error, result) => {
      if (error !== null && error !== undefined) return fail(error);
      answer = { result };
      if (!context.callbackWaitsForEmptyEventLoop) finish();
    };
    const context = createContext(message, deadlineMs, callback);
    process.once('beforeExit', finish);
    try {
      const returned = handler(JSON.parse(message.payload), context, callback);
      if (typeof returned?.then === 'function') returned.then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });

module.exports = { invoke };
