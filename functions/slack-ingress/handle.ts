import type { Logger } from '@aws-lambda-powertools/logger';
import type { SignatureCheck } from '../../adapters/slack/signature';
import type { Clicks } from '../../domain/conversation/ports';
import { fromInvocation } from '../../events/http-request/normalise';
import { readInteraction } from '../../events/slack-interaction/normalise';
import type { IgnoredEvents } from '../shared/ignored-events';

export interface Dependencies {
  readonly checkSignature: SignatureCheck;
  readonly clicks: Clicks;
  readonly logger: Logger;
  readonly ignoredEvents: IgnoredEvents;
}

interface HttpAnswer {
  readonly statusCode: 200 | 401;
  readonly body: '';
}
const OK: HttpAnswer = { statusCode: 200, body: '' };
const UNAUTHORISED: HttpAnswer = { statusCode: 401, body: '' };

/**
 * Takes what Slack sends when somebody presses a button, within Slack's three seconds: checks the signature over the
 * bytes as they came before it reads anything of them, and hands clicks on. Fails closed. Anybody may call: whom Slack
 * did not send hears 401 and nothing more. What Slack sends again is handed on again, since its first try may have
 * been lost; whoever takes it knows a click that was taken. Throws where the click could not be handed on: the person
 * then sees that it failed.
 */
export const createHandle =
  ({ checkSignature, clicks, logger, ignoredEvents }: Dependencies) =>
  async (input: unknown): Promise<HttpAnswer> => {
    const ignore = (decision: string, reason: string): void => {
      logger.info('Request not taken', { decision, reason });
      ignoredEvents.count(reason);
    };
    const reading = fromInvocation(input);
    const fault =
      'faults' in reading ? ('NotARequest' as const) : await checkSignature(reading.event);
    if ('faults' in reading || fault !== undefined) {
      ignore('refused', fault ?? 'NotARequest');
      return UNAUTHORISED;
    }
    const read = readInteraction(reading.event.body);
    if ('ignored' in read) {
      ignore('ignored', read.ignored);
      return OK;
    }
    const { gate, word } = read.click;
    await clicks.add(read.click);
    logger.info('Click handed on', {
      deploymentId: gate.release.deploymentId,
      decision: word.decision,
      by: word.by,
      retry: reading.event.headers['x-slack-retry-num'],
    });
    return OK;
  };
