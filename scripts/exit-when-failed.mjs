/**
 * Loaded before the framework (`node --import`): after a bundling error serverless-esbuild leaves esbuild
 * running, which would keep a framework that has already failed from ever ending (seen with 1.57.2).
 */
const LOOK_EVERY_MS = 200;
const TIME_TO_PRINT_MS = 500;

setInterval(() => {
  if (process.exitCode) setTimeout(() => process.exit(), TIME_TO_PRINT_MS);
}, LOOK_EVERY_MS).unref();
