/** How long a task lasts: until the call answers, until a token comes back, until the job ends. */
export type Pattern = 'request' | 'token' | 'sync' | 'sync:2';

export type Resource =
  | { readonly kind: 'function'; readonly functionArn: string }
  | {
      readonly kind: 'service';
      /** `aws-sdk:codedeploy` or `lambda`: what the history calls the resource type. */
      readonly resourceType: string;
      /** `invoke.waitForTaskToken`: what the history calls the resource. */
      readonly resource: string;
      /** The service's name in the ARN, e.g. `codedeploy`. */
      readonly service: string;
      /** As written: `createDeployment`. */
      readonly operation: string;
      readonly optimised: boolean;
      readonly pattern: Pattern;
    };

const SUFFIXES: Readonly<Record<string, Pattern>> = {
  waitForTaskToken: 'token',
  sync: 'sync',
  'sync:2': 'sync:2',
};
const ALL: readonly Pattern[] = ['request', 'token', 'sync', 'sync:2'];
const CALLED: readonly Pattern[] = ['request', 'token'];

/**
 * The optimised integrations that the sandbox has, with the patterns that each may use.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html)
 */
const OPTIMISED: Readonly<Record<string, readonly Pattern[]>> = {
  'lambda:invoke': CALLED,
  'sns:publish': CALLED,
  'sqs:sendMessage': CALLED,
  'events:putEvents': CALLED,
  'states:startExecution': ALL,
  'dynamodb:getItem': ['request'],
  'dynamodb:putItem': ['request'],
  'dynamodb:updateItem': ['request'],
  'dynamodb:deleteItem': ['request'],
};

const parts = /^arn:aws:states:::(?:(aws-sdk):)?([a-z0-9-]+):([A-Za-z0-9]+)(?:\.(.+))?$/;

/** What a Task's `Resource` means; a sentence that says what is wrong where the sandbox has no such task. */
export const parseResource = (arn: string): Resource | string => {
  if (/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:.+$/.test(arn))
    return { kind: 'function', functionArn: arn };
  const match = parts.exec(arn);
  const [, sdk, service, operation, suffix] = match ?? [];
  if (service === undefined || operation === undefined)
    return `The resource provided ${arn} is not a task resource that the sandbox has.`;
  const pattern = suffix === undefined ? 'request' : SUFFIXES[suffix];
  const allowed = sdk === undefined ? OPTIMISED[`${service}:${operation}`] : CALLED;
  if (allowed === undefined)
    return `The resource provided ${arn} is not an optimised integration that the sandbox has.`;
  if (pattern === undefined || !allowed.includes(pattern))
    return `The resource provided ${arn} does not support the integration pattern '${suffix}'.`;
  return {
    kind: 'service',
    resourceType: sdk === undefined ? service : `aws-sdk:${service}`,
    resource: suffix === undefined ? operation : `${operation}.${suffix}`,
    service,
    operation,
    optimised: sdk === undefined,
    pattern,
  };
};
