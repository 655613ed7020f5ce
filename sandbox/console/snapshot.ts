/**
 * What the console shows and what a story's last line carries: the shape that design and README promise under
 * `slipway sandbox --json`. Times are ISO-8601 UTC.
 */
export interface Snapshot {
  readonly nowEpochMs: number;
  readonly speed: number;
  /** Newest last. */
  readonly releases: readonly ReleaseRow[];
  /** Every message of the fake Slack workspace, oldest first; `blocks` is Block Kit as it was sent. */
  readonly messages: readonly SlackRow[];
  /** `codedeploy:StopDeployment` to how often it was called. */
  readonly calls: Readonly<Record<string, number>>;
  /** What a mention is called: a Slack user's or group's id to its name. Ids stand for themselves where absent. */
  readonly names?: Readonly<Record<string, string>>;
}

export interface ReleaseRow {
  readonly deploymentId: string;
  readonly application: string;
  readonly group: string;
  /** What Slipway thought of it; `in progress` until the deployment is over. */
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'error' | 'in progress';
  /** CodeDeploy's own word: Created, InProgress, Succeeded, Failed, Stopped… */
  readonly status: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** e.g. `checkout-api:live 3 → 4`. */
  readonly target?: string;
  /** Percent of the alias's traffic on the new version, 0 to 100. */
  readonly trafficPct?: number;
  /** In order: Start, BeforeAllowTraffic, AllowTraffic, AfterAllowTraffic, End. */
  readonly lifecycleEvents: readonly { readonly name: string; readonly status: string }[];
  readonly verdicts: readonly VerdictRow[];
  readonly rollback: { readonly deploymentId: string; readonly status: string } | null;
}
export interface VerdictRow {
  readonly hook: string;
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'error';
  /** A constant code, e.g. `ChecksPassed`, `CheckFailed`, `BreakGlass`. */
  readonly reason: string;
  /** `Succeeded` or `Failed`, as CodeDeploy was told; absent while it has not been told. */
  readonly reported?: string;
  readonly mode?: 'observe' | 'enforce';
  readonly durationMs?: number;
  readonly checks: readonly CheckRow[];
}
export interface CheckRow {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'error';
  readonly reason: string;
  readonly expected: string;
  readonly observed: string;
  readonly samples: number;
  /** What it was held against. */
  readonly baseline?: string;
  readonly durationMs?: number;
  readonly links?: readonly { readonly label: string; readonly url: string }[];
}
export interface SlackRow {
  readonly channel: string;
  readonly ts: string;
  /** `run`, `verdict` …: the message's metadata event_payload.kind, else `message`. */
  readonly kind: string;
  readonly text: string;
  readonly threadTs?: string;
  readonly editedAt?: string;
  /** The Slack user's id of who wrote it; Slipway's bot where absent. */
  readonly author?: string;
  /** The Slack user's id of the one person who sees it. */
  readonly ephemeralFor?: string;
  readonly blocks: readonly unknown[];
}
