#!/usr/bin/env node
// The `slipway` command.
require('./register.cjs');
require('./main.ts');
