import { readReleaseConfig, readReleaseValidationArn } from '../shared/release-config';

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => ({
  ...readReleaseConfig(process.env),
  releaseValidationArn: readReleaseValidationArn(process.env),
});
