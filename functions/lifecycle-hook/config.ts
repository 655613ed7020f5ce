import * as z from 'zod/mini';
import { hooksOf } from '../../domain/releases/gates';
import { parseInput } from '../shared/parse';
import { readReleaseConfig, readReleaseValidationArn } from '../shared/release-config';

/** The hook that this function stands for: CodeDeploy's payload does not say it. */
const Hook = z.object({ LIFECYCLE_EVENT: z.enum(hooksOf('hook')) });

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => ({
  ...readReleaseConfig(process.env),
  releaseValidationArn: readReleaseValidationArn(process.env),
  hook: parseInput(Hook, 'The environment', process.env).LIFECYCLE_EVENT,
});
