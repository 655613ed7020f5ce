import * as z from 'zod/mini';

import type { InvocationResult } from '../../../service';

/** What a hook's function said. */
export type HookAnswer =
  | { readonly hookStatus: 'SUCCEEDED' }
  | { readonly hookStatus: 'FAILED'; readonly reason: string }
  | {
      readonly hookStatus: 'IN_PROGRESS';
      readonly delayMs: number;
      readonly details: Readonly<Record<string, unknown>>;
    };

const DEFAULT_DELAY_SEC = 30;

const Returned = z.object({
  hookStatus: z.enum(['SUCCEEDED', 'FAILED', 'IN_PROGRESS']),
  // What ECS does with a delay or details of another type is assumed: it takes no notice of them.
  callBackDelay: z.catch(z.optional(z.number().check(z.positive())), undefined),
  hookDetails: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
});

/**
 * Fails closed: whatever is not one of the three statuses is FAILED, and so is a function that threw. Documented:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export const readHookAnswer = ({ payload, functionError }: InvocationResult): HookAnswer => {
  if (functionError !== undefined)
    return { hookStatus: 'FAILED', reason: `the function failed: ${payload}` };
  const { data } = Returned.safeParse(fromJson(payload));
  if (data === undefined)
    return { hookStatus: 'FAILED', reason: `it did not return a valid hookStatus: ${payload}` };
  if (data.hookStatus === 'SUCCEEDED') return { hookStatus: 'SUCCEEDED' };
  if (data.hookStatus === 'FAILED') return { hookStatus: 'FAILED', reason: 'it returned FAILED' };
  return {
    hookStatus: 'IN_PROGRESS',
    delayMs: (data.callBackDelay ?? DEFAULT_DELAY_SEC) * 1_000,
    details: data.hookDetails ?? {},
  };
};

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
