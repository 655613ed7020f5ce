import type { Sandbox } from '../../../../sandbox/cloud';
import { zipOf } from '../../functions/a-function';

/** What the calls of a service are made with: unmodified SDK clients, one try each. */
export interface Setting {
  readonly sandbox: Sandbox;
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** Lets sandbox time pass. */
  sleep(seconds: number): Promise<void>;
}

/** A role that the sandbox does not know is let through where a service would need it. */
export const ROLE = 'arn:aws:iam::123456789012:role/caller';

export const toSetting = (sandbox: Sandbox): Setting => ({
  sandbox,
  client: {
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  },
  sleep: (seconds) => sandbox.clock.sleep(seconds * 1000),
});

/** The code of a function that does nothing, its zip. */
export const codeOf = (answer: string): Uint8Array =>
  zipOf({ 'index.js': `exports.handler = async (event) => (${answer});` });

/** Throws where an answer lacks what the next call needs. */
export const present = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`There is no ${what} in the answer.`);
  return value;
};

/** The event of the function's last invocation, as the journal has it. */
export const lastEventOf = (sandbox: Sandbox, functionName: string): Record<string, unknown> => {
  const entry = sandbox.journal
    .entries()
    .findLast((it) => it.kind === 'invocation' && it.functionName === functionName);
  const event: unknown = entry?.kind === 'invocation' ? entry.event : undefined;
  if (typeof event !== 'object' || event === null)
    throw new Error(`${functionName} was not invoked.`);
  return { ...event };
};
