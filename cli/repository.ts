import { join } from 'node:path';

/** The folder that holds serverless.yml. */
export const REPOSITORY = join(__dirname, '..');
