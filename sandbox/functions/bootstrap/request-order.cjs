'use strict';

const http = require('node:http');
const { syncBuiltinESMExports } = require('node:module');

/**
 * For runs that are to be the same again: each request that this process makes to the sandbox says the how manieth of
 * its invocation it is, and the sandbox takes them in that order. What runs at once in a function reaches it over
 * several connections, in an order that nothing else decides. `fetch` makes no such request.
 */
const installRequestOrder = (sandboxHost) => {
  let line = `start-${process.pid}`;
  let count = 0;
  const { request: makeRequest } = http;
  const request = (...args) => {
    const made = makeRequest(...args);
    if (made.getHeader('host') === sandboxHost && !made.headersSent)
      made.setHeader('x-sandbox-order', `${line} ${count++}`);
    return made;
  };
  http.request = request;
  http.get = (...args) => {
    const made = request(...args);
    made.end();
    return made;
  };
  syncBuiltinESMExports();
  return {
    start: (lineOfInvocation) => {
      line = lineOfInvocation;
      count = 0;
    },
  };
};

module.exports = { installRequestOrder };
