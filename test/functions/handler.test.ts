import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import { toLambdaHandler } from '../../functions/shared/handler';
import { aLogger } from '../support/fakes';
import { aContext } from '../support/lambda-context';

const setUp = (handle: (event: unknown, context: Context) => Promise<unknown>) => {
  const logger = aLogger();
  return {
    logger,
    handler: toLambdaHandler({ logger, tracer: new Tracer({ enabled: false }) }, handle),
  };
};

it('hands event and context on, and gives the result back', async () => {
  const { handler } = setUp(async (event, context) => [event, context.functionName]);
  expect(await handler({ a: 1 }, aContext())).toEqual([{ a: 1 }, 'lifecycle-hook']);
});

it('logs a failure where alarms see it, and throws it on', async () => {
  const failure = new Error('down');
  const { handler, logger } = setUp(async () => Promise.reject(failure));
  await expect(handler({}, aContext())).rejects.toBe(failure);
  expect(logger.lines).toEqual([['Invocation failed', { error: failure }]]);
});

it('forgets the keys of the invocation before', async () => {
  const { handler, logger } = setUp(async () => logger.getPersistentLogAttributes());
  logger.appendKeys({ deploymentId: 'd-OLD000001' });
  await handler({}, aContext());
  expect(JSON.stringify(logger)).not.toContain('d-OLD000001');
});

it('opens a subsegment around the work and closes it, also when the work fails', async () => {
  const closed: string[] = [];
  const segment = (name: string) => ({
    addNewSubsegment: segment,
    close: () => closed.push(name),
    addError: () => undefined,
  });
  const tracer = Object.assign(new Tracer({ enabled: false }), {
    isTracingEnabled: () => true,
    getSegment: () => segment('root'),
    setSegment: () => undefined,
    addErrorAsMetadata: () => undefined,
  });
  const handler = toLambdaHandler({ logger: aLogger(), tracer }, async () =>
    Promise.reject(new Error('down')),
  );
  await expect(handler({}, aContext())).rejects.toThrow('down');
  expect(closed).toEqual(['## lifecycle-hook']);
});
