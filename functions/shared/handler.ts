import type { Logger } from '@aws-lambda-powertools/logger';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';

/**
 * What Lambda calls: log keys of the invocation, a subsegment around the work, and errors where alarms see them.
 * Returns the wrapped handler; export that one.
 */
export const toLambdaHandler =
  <Result>(
    { logger, tracer }: { readonly logger: Logger; readonly tracer: Tracer },
    handle: (event: unknown, context: Context) => Promise<Result>,
  ) =>
  async (event: unknown, context: Context): Promise<Result> => {
    logger.addContext(context);
    logger.resetKeys();
    const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
    const segment = parent?.addNewSubsegment(`## ${context.functionName}`);
    if (segment !== undefined) tracer.setSegment(segment);
    try {
      return await handle(event, context);
    } catch (thrown) {
      logger.error('Invocation failed', { error: thrown });
      if (thrown instanceof Error) tracer.addErrorAsMetadata(thrown);
      throw thrown;
    } finally {
      segment?.close();
      if (parent !== undefined) tracer.setSegment(parent);
    }
  };
