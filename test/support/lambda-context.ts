import type { Context } from 'aws-lambda';

export const aContext = (overrides: Partial<Context> = {}): Context => ({
  awsRequestId: 'request-1',
  functionName: 'lifecycle-hook',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:lifecycle-hook',
  memoryLimitInMB: '512',
  logGroupName: '/aws/lambda/lifecycle-hook',
  logStreamName: 'stream',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 300_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
  ...overrides,
});
