import {
  findBotocore,
  type PublishedModel,
  readPublishedModel,
} from '../../sandbox/provenance/models/published-model';
import { type AnswerWatch, createAnswerWatch } from '../../sandbox/provenance/models/watch-answers';

/** Found once in each test process: a test file has its own modules, but not its own environment. */
const CACHE = 'SLIPWAY_TEST_BOTOCORE';

const botocoreFolder = (): string | undefined => {
  process.env[CACHE] ??= findBotocore() ?? '';
  return process.env[CACHE] === '' ? undefined : process.env[CACHE];
};

/** AWS's published models, where this machine has botocore: with them come enums and errors by operation. */
export const createPublishedModels = ():
  ((signingName: string) => PublishedModel | undefined) | undefined => {
  const botocore = botocoreFolder();
  if (botocore === undefined) return undefined;
  const models = new Map<string, PublishedModel | undefined>();
  return (signingName) => {
    if (!models.has(signingName))
      models.set(signingName, readPublishedModel(botocore, signingName));
    return models.get(signingName);
  };
};

export const createModelWatch = (): AnswerWatch =>
  createAnswerWatch({ publishedModelOf: createPublishedModels() });

/** Throws where an answer of the sandbox was not what AWS's models say. */
export const assertModelled = (watch: AnswerWatch): void => {
  const faults = watch.faults();
  if (faults.length > 0)
    throw new Error(`Answers that AWS's models do not allow:\n${faults.join('\n')}`);
};
