import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSBatchResponse } from 'aws-lambda';
import type { GateClick, Workspace } from '../../domain/conversation/ports';
import type { TakenClick } from '../../domain/conversation/take-click';
import { parseJson } from '../../domain/releases/checks/json';
import { SlackClick, SlackClickBatch } from '../../events/slack-click/schema';
import { createAttempt } from '../shared/attempt';
import { parseInput } from '../shared/parse';

export interface Dependencies {
  readonly takeClick: (click: GateClick) => Promise<TakenClick>;
  readonly workspace: Pick<Workspace, 'tellAlone'>;
  readonly logger: Logger;
}

/**
 * Takes what people answered for gates, if it counts, and tells those whose word does not count why. Those that could
 * not be taken go back to the queue by themselves, and to its dead-letter queue after enough tries. Telling fails open.
 */
export const createHandle = ({ takeClick, workspace, logger }: Dependencies) => {
  const attempt = createAttempt(logger);
  const take = async (body: string): Promise<void> => {
    const { gate, word, place } = parseInput(SlackClick, 'The click', parseJson(body));
    const { deploymentId } = gate.release;
    const { decided, tell } = await takeClick({ gate, word, place });
    const { decision, reason } = decided;
    logger.info('Click taken', {
      deploymentId,
      decision,
      reason,
      by: word.by,
      word: word.decision,
    });
    if (tell === undefined) return;
    await attempt('Refusal not told', () => workspace.tellAlone(word.by, place, tell));
  };
  return async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = parseInput(SlackClickBatch, 'The batch', event);
    const failed: string[] = [];
    // In their order, one after the other: the first word stands.
    for (const { messageId, body } of Records) {
      try {
        await take(body);
      } catch (thrown) {
        logger.warn('Click not taken', { messageId, error: thrown });
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};
