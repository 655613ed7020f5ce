/**
 * What ECS takes for an answer. IN_PROGRESS is called again after `callBackDelay` seconds; anything that is not one of
 * the three is taken for a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export type EcsHookAnswer =
  | { readonly hookStatus: 'SUCCEEDED' | 'FAILED' }
  | { readonly hookStatus: 'IN_PROGRESS'; readonly callBackDelay: number };

/** Seconds that ECS may be asked to wait. */
const LEAST_DELAY_SEC = 1;
const MOST_DELAY_SEC = 300;

export const toEcsHookAnswer = (
  result:
    | { readonly state: 'ended'; readonly verdict: { readonly answer: 'Succeeded' | 'Failed' } }
    | { readonly state: 'waiting'; readonly untilEpochMs: number }
    | { readonly state: 'let go' },
  nowEpochMs: number,
): EcsHookAnswer => {
  if (result.state === 'let go') return { hookStatus: 'SUCCEEDED' };
  if (result.state === 'ended')
    return { hookStatus: result.verdict.answer === 'Succeeded' ? 'SUCCEEDED' : 'FAILED' };
  const delaySec = Math.ceil((result.untilEpochMs - nowEpochMs) / 1000);
  return {
    hookStatus: 'IN_PROGRESS',
    callBackDelay: Math.min(MOST_DELAY_SEC, Math.max(LEAST_DELAY_SEC, delaySec)),
  };
};
