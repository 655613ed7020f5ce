import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';

/**
 * One logger and one tracer per function. Names come from POWERTOOLS_SERVICE_NAME. Events are never logged whole:
 * some carry credentials.
 */
export const createObservability = () => {
  const tracer = new Tracer({ captureHTTPsRequests: false });
  return {
    logger: new Logger(),
    tracer,
    /** Makes an SDK client's calls show up as subsegments. */
    traced: <Client>(client: Client): Client => tracer.captureAWSv3Client(client),
  };
};

export type Observability = ReturnType<typeof createObservability>;
