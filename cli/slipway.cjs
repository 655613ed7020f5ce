#!/usr/bin/env node
// The `slipway` command.
const { mkdirSync, mkdtempSync, rmdirSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// What runs TypeScript keeps its cache there, and the sandbox its functions: without it both fail in the middle.
try {
  mkdirSync(tmpdir(), { recursive: true });
  rmdirSync(mkdtempSync(join(tmpdir(), 'slipway-')));
} catch (error) {
  process.stderr.write(
    `slipway: nothing can be written to ${tmpdir()} (${error.code}): set TMPDIR to a folder that can hold files.\n`,
  );
  process.exit(2);
}

require('./register.cjs');
require('./main.ts');
