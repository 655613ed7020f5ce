import type { Caller } from './service';

/** What happened, in order: the console, stories, replay and the tests of permissions read it. */
export interface Journal {
  record(entry: JournalEntry): void;
  entries(): readonly TimedEntry[];
  /** Calls back with every entry from now on; returns what ends that. */
  follow(listener: (entry: TimedEntry) => void): () => void;
}
export type TimedEntry = JournalEntry & { readonly atEpochMs: number; readonly sequence: number };
export type JournalEntry =
  | {
      readonly kind: 'call';
      readonly service: string;
      readonly operation: string;
      /** e.g. `lambda:InvokeFunction`. */
      readonly action: string;
      readonly resources: readonly string[];
      readonly caller: Caller;
      readonly input: unknown;
      /** Absent where it succeeded; else the error's code. */
      readonly error?: string;
    }
  | { readonly kind: 'event'; readonly event: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'delivery';
      readonly ruleName: string;
      readonly targetArn: string;
      readonly eventId: string;
    }
  | {
      readonly kind: 'invocation';
      readonly functionName: string;
      readonly version: string;
      readonly requestId: string;
      readonly event: unknown;
      readonly error?: string;
      readonly durationMs: number;
    }
  | { readonly kind: 'log'; readonly functionName: string; readonly line: string }
  | {
      readonly kind: 'deployment';
      readonly deploymentId: string;
      readonly status: string;
      /** The host, where the platform has many. */
      readonly targetId?: string;
      readonly lifecycleEvent?: string;
      readonly lifecycleEventStatus?: string;
      readonly detail?: string;
    }
  | {
      readonly kind: 'host';
      readonly instanceId: string;
      /** e.g. `booted`. */
      readonly what: string;
    }
  | {
      readonly kind: 'slack';
      readonly channel: string;
      readonly ts: string;
      readonly action: 'posted' | 'updated';
      readonly text: string;
    }
  | {
      readonly kind: 'fault';
      /** What was ordered, e.g. `throttle`. */
      readonly fault: string;
      /** The order's id. */
      readonly id: string;
      /** What it struck: an action, an event's id, the name of a function or of a queue. */
      readonly on: string;
      /** Whose call it struck. */
      readonly by?: string;
    }
  | { readonly kind: 'trouble'; readonly message: string };
