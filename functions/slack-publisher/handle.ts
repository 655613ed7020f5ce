import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Teller } from '../../domain/conversation/tell-run';
import { parseJson } from '../../domain/releases/checks/json';
import { Announcement, AnnouncementBatch } from '../../events/announcement/schema';
import { parseInput } from '../shared/parse';

export interface Dependencies {
  readonly teller: Teller;
  readonly logger: Logger;
}

/**
 * Tells the stories that a batch asks for, each once however often it is asked for. Those that could not be told go
 * back to the queue by themselves, and to its dead-letter queue after enough tries; the queue acknowledges the rest.
 */
export const createHandle =
  ({ teller, logger }: Dependencies) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = parseInput(AnnouncementBatch, 'The batch', event);
    const failed: string[] = [];
    const told = new Set<string>();
    for (const { messageId, body } of Records) {
      if (told.has(body)) continue;
      try {
        const about = parseInput(Announcement, 'The announcement', parseJson(body));
        if ('runId' in about) await teller.tellRun(about.runId, messageId);
        else await teller.tellRelease(about.deploymentId, messageId);
        told.add(body);
        logger.info('Story told', { ...about });
      } catch (thrown) {
        logger.warn('Story not told', { messageId, error: thrown });
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
