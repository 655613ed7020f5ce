import type { Clock } from '../clock';
import { RateLimited, SlackError } from './wire/slack-error';

/** Troubles that a test or a story orders. `method` is Slack's name for it, e.g. `chat.postMessage`. */
export interface SlackFaults {
  /** The next call is carried out and never answered, as when the connection dies after the commit. */
  hangNext(method: string): void;
  /** The next call is carried out and answered with this HTTP status (default 500). */
  failNext(method: string, status?: number): void;
  /** The next call is not carried out and answered `{"ok":false,"error":code}`. */
  refuseNext(method: string, code: string): void;
  /** Every call in the next `seconds` of sandbox time is answered 429 with what remains as Retry-After. */
  limitFor(method: string, seconds: number): void;
  clear(): void;
}

/** What becomes of the answer to a call that was carried out. */
export type AfterCommit =
  | { readonly kind: 'answer' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'fail'; status: number };

export interface FaultPlan {
  readonly faults: SlackFaults;
  /** Throws what was ordered for this call instead of its work. */
  beforeCall(method: string): void;
  /** Takes what was ordered for the answer of this call. */
  afterCommit(method: string): AfterCommit;
}

const DEFAULT_STATUS = 500;

/** Faults are taken in the order they were ordered, each by one call. */
export const createFaultPlan = (clock: Clock): FaultPlan => {
  const answers = new Map<string, readonly AfterCommit[]>();
  const refusals = new Map<string, readonly string[]>();
  const limitedUntilEpochMs = new Map<string, number>();
  const order = (method: string, answer: AfterCommit): void =>
    void answers.set(method, [...(answers.get(method) ?? []), answer]);
  return {
    faults: {
      hangNext: (method) => order(method, { kind: 'hang' }),
      failNext: (method, status = DEFAULT_STATUS) => order(method, { kind: 'fail', status }),
      refuseNext: (method, code) =>
        void refusals.set(method, [...(refusals.get(method) ?? []), code]),
      limitFor: (method, seconds) =>
        void limitedUntilEpochMs.set(method, clock.nowEpochMs() + seconds * 1000),
      clear: () => {
        answers.clear();
        refusals.clear();
        limitedUntilEpochMs.clear();
      },
    },
    beforeCall: (method) => {
      const remainingMs = (limitedUntilEpochMs.get(method) ?? 0) - clock.nowEpochMs();
      if (remainingMs > 0) throw new RateLimited(Math.ceil(remainingMs / 1000));
      const [code, ...later] = refusals.get(method) ?? [];
      refusals.set(method, later);
      if (code !== undefined) throw new SlackError(code);
    },
    afterCommit: (method) => {
      const [answer, ...later] = answers.get(method) ?? [];
      answers.set(method, later);
      return answer ?? { kind: 'answer' };
    },
  };
};
