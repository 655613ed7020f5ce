import type { Logger } from '@aws-lambda-powertools/logger';

/** Fails open: what cannot be done is told in the log, and the work goes on. */
export const createAttempt =
  (logger: Logger) =>
  async (phrase: string, effect: () => Promise<void>): Promise<void> => {
    try {
      await effect();
    } catch (thrown) {
      logger.warn(phrase, { error: thrown });
    }
  };
