import type { Stack } from '../template/load-template';

/** Where an app hears of what people press, and the secret by which it knows that Slack tells it. */
export interface RequestUrl {
  readonly signingSecret: string;
  /** Undefined while the app has none. */
  readonly find: () => string | undefined;
}

/** What an operator enters at Slack once the stack is there: the Function URL that is for it. */
export const requestUrlOf = (
  signingSecret: string,
  stack: () => Stack | undefined,
): RequestUrl => ({
  signingSecret,
  find: () =>
    [...(stack()?.resources.values() ?? [])].find(
      ({ type, ref }) => type === 'AWS::Lambda::Url' && ref.endsWith('-slack-ingress'),
    )?.attributes['FunctionUrl'],
});
