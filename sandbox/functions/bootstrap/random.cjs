'use strict';

const crypto = require('node:crypto');
const { syncBuiltinESMExports } = require('node:module');

/**
 * For runs that are to be the same again: `Math.random` and `randomUUID` draw from a stream that each invocation
 * starts anew (SHA-256 in counter mode over its seed). `randomBytes` and `getRandomValues` are left as they are: keys
 * are made of them.
 */
const installRandom = () => {
  let seed = '';
  let count = 0;
  const draw = () => crypto.createHash('sha256').update(`${seed} ${count++}`).digest();
  const randomUUID = () => {
    const bytes = draw().subarray(0, 16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  Math.random = () => draw().readUIntBE(0, 6) / 2 ** 48;
  crypto.randomUUID = randomUUID;
  globalThis.crypto.randomUUID = randomUUID;
  syncBuiltinESMExports();
  return {
    start: (seedOfInvocation) => {
      seed = seedOfInvocation;
      count = 0;
    },
  };
};

module.exports = { installRandom };
