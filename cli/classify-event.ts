import * as z from 'zod/mini';
import { LifecycleHookInvocation } from '../events/lifecycle-hook/schema';

/** How an event reaches the stack, by its shape. */
export type ReplayedEvent =
  | { readonly kind: 'bus'; readonly event: BusEnvelope }
  | { readonly kind: 'invoke'; readonly functionName: string; readonly payload: string };
export type ClassifiedEvent =
  ReplayedEvent | { readonly kind: 'ignored' | 'rejected'; readonly reason: string };

/** What EventBridge sends; what an old or shortened sample leaves out gets a value that says nothing. */
const Envelope = z.object({
  version: z._default(z.literal('0'), '0'),
  id: z._default(z.string(), '00000000-0000-0000-0000-000000000000'),
  source: z.string(),
  'detail-type': z.string(),
  account: z._default(z.string(), '123456789012'),
  time: z._default(z.string(), '2026-01-01T00:00:00Z'),
  region: z._default(z.string(), 'eu-west-1'),
  resources: z._default(z.array(z.string()), []),
  detail: z.record(z.string(), z.json()),
});
export type BusEnvelope = z.infer<typeof Envelope>;

const HOOK = 'CodeDeployHook_slipway-dev-BeforeAllowTraffic';
const BOM = '\ufeff';

/** Never throws: what cannot be read is rejected, what reaches no function of the stack is ignored. */
export const classifyEvent = (text: string): ClassifiedEvent => {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith(BOM) ? text.slice(1) : text);
  } catch {
    return { kind: 'rejected', reason: 'NotJson' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'rejected', reason: 'NotAnObject' };
  if ('DeploymentId' in value && 'LifecycleEventHookExecutionId' in value)
    return LifecycleHookInvocation.safeParse(value).success
      ? { kind: 'invoke', functionName: HOOK, payload: text }
      : { kind: 'rejected', reason: 'InvalidInput' };
  const envelope = Envelope.safeParse(value);
  if (envelope.success) return { kind: 'bus', event: envelope.data };
  if ('detail-type' in value || 'detailType' in value)
    return { kind: 'ignored', reason: 'NotAnEventBridgeEnvelope' };
  return { kind: 'ignored', reason: 'NoFunctionTakesThisShape' };
};
