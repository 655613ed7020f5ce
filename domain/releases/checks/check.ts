import type { JsonObject, JsonValue } from '../policy';

/** What is looked at, and what is expected there. One kind a file beside this one judges what was seen. */
export type Check =
  | HttpCheck
  | LambdaInvokeCheck
  | AlarmsCheck
  | MetricThresholdCheck
  | MetricBaselineCheck
  | SsmCommandCheck
  | SuiteCheck;

export type CheckKind = Check['kind'];

export const CHECK_KINDS = [
  'http',
  'lambda-invoke',
  'alarms',
  'metric-threshold',
  'metric-baseline',
  'ssm-command',
  'suite',
] as const satisfies readonly CheckKind[];

interface CheckBase {
  readonly name: string;
  /** How long one look may take, in seconds. */
  readonly timeoutSec: number;
  /** Further looks after one that failed or could not look; the last one counts. */
  readonly retries: number;
  /** Between those looks, in seconds. */
  readonly retryDelaySec: number;
  /** A critical check that fails, fails the gate; others count by weight in the policy's score. */
  readonly critical: boolean;
  readonly weight: number;
  /** What becomes of the gate when this check is inconclusive: `ask` waits for a person. */
  readonly onInconclusive: 'fail' | 'pass' | 'ask';
  /** What it means when there is nothing to look at. */
  readonly noData: 'inconclusive' | 'failed' | 'passed';
  /** Look again and again; absent: once. */
  readonly repeat?: Repeat;
}

/** A check's looks over time, and how many of them may end how before the check does. */
export interface Repeat {
  readonly intervalSec: number;
  readonly count: number;
  /** Before the first look, in seconds. */
  readonly initialDelaySec: number;
  /** The check fails at one failed look more than this. */
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  /** Looks that could not look, in a row. */
  readonly consecutiveErrorLimit: number;
  /** So many passed looks in a row end the check early; 0: never. */
  readonly consecutiveSuccessLimit: number;
}

/** Texts of a check may name `{{functionName}}`, `{{targetVersion}}` and the like: see fill-in.ts. */
export interface HttpCheck extends CheckBase {
  readonly kind: 'http';
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests in one look, one after another. */
  readonly samples: number;
  /** How many redirects are followed; 0: a redirect is an answer to be judged. */
  readonly followRedirects: number;
  /** `probe` looks from inside the VPC. */
  readonly from: 'reporter' | 'probe';
  /** Addresses that are refused unless they are named here. */
  readonly allowAddresses: readonly ('link-local' | 'loopback')[];
  readonly expect: {
    readonly status: readonly number[];
    readonly json?: JsonObject;
    /** By lower-case name: the value, exactly. */
    readonly headers: Readonly<Record<string, string>>;
    readonly assertions: readonly Assertion[];
    readonly latency: LatencyLimits;
    /** The certificate is valid for so many days more. */
    readonly tlsDaysLeft?: number;
  };
}

/** One thing that a JSON answer must have: a JMESPath expression and what it gives. */
export interface Assertion {
  readonly path: string;
  readonly equals?: JsonValue;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** A regular expression for a text. */
  readonly matches?: string;
  readonly exists?: boolean;
}

/** Percentiles by nearest rank over the samples of one look, in milliseconds. */
export interface LatencyLimits {
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  readonly maxMs?: number;
}

export interface LambdaInvokeCheck extends CheckBase {
  readonly kind: 'lambda-invoke';
  /** Sent to the exact new version, as JSON. */
  readonly payload: JsonValue;
  /** Invocations before those that are judged, so that none of these is a cold start. */
  readonly warmUp: number;
  readonly samples: number;
  /** Members that the answer must have with these values; it may have others. */
  readonly expect: JsonObject;
  readonly assertions: readonly Assertion[];
  readonly latency: LatencyLimits;
}

export interface AlarmsCheck extends CheckBase {
  readonly kind: 'alarms';
  readonly alarms: readonly string[];
  /** What an alarm means that was red before the release started. */
  readonly alreadyRed: 'ignore' | 'inconclusive' | 'fail';
}

/** One metric of CloudWatch, or an expression over several. */
export interface MetricSource {
  /** By id (a small letter first); with an expression, it names them. */
  readonly queries: Readonly<Record<string, MetricQuery>>;
  /** Metric math; absent: there is one query. */
  readonly expression?: string;
}
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** e.g. `Sum`, `Average`, `p99`. */
  readonly stat: string;
  readonly periodSec: number;
}

export interface MetricThresholdCheck extends CheckBase {
  readonly kind: 'metric-threshold';
  readonly source: MetricSource;
  /** The window that one look goes back. */
  readonly windowSec: number;
  /** The last seconds before a look, whose points CloudWatch may not have yet: they are left out. */
  readonly lagSec: number;
  /** How the window's points become the one value that is judged. */
  readonly aggregate: 'last' | 'average' | 'sum' | 'max' | 'min';
  readonly min?: number;
  readonly max?: number;
  /** A metric that counts traffic, and how much of it the window must have for the value to mean anything. */
  readonly traffic?: { readonly source: MetricSource; readonly atLeast: number };
}

export interface MetricBaselineCheck extends CheckBase {
  readonly kind: 'metric-baseline';
  readonly source: MetricSource;
  readonly windowSec: number;
  readonly lagSec: number;
  /**
   * What the new version is held against: the version before it at the same time (through `ExecutedVersion`), the
   * same metric over the window before the release, or the same metric of a control group's dimensions.
   */
  readonly baseline:
    | { readonly kind: 'previous-version' }
    | { readonly kind: 'previous-window'; readonly agoSec: number }
    | { readonly kind: 'control'; readonly dimensions: Readonly<Record<string, string>> };
  /** Which change is bad. */
  readonly direction: 'increase' | 'decrease' | 'either';
  /** Of the interval around the shift, 0–1; Kayenta's default is 0.98. */
  readonly confidenceRatio: number;
  /** A shift counts only beyond so much of the estimate; Kayenta's default is 0.25. */
  readonly toleranceRatio: number;
  /** The least effect that counts as a change. */
  readonly effect: {
    readonly measure: 'mean-ratio' | 'cles';
    readonly allowedIncrease: number;
    readonly allowedDecrease: number;
  };
  /** Points on either side below which nothing can be said. */
  readonly minSamples: number;
}

export interface SsmCommandCheck extends CheckBase {
  readonly kind: 'ssm-command';
  /** Lines of a shell script; run on each host of the release, or on those with the tag. */
  readonly commands: readonly string[];
  readonly hosts:
    | { readonly of: 'release' }
    | { readonly of: 'tag'; readonly key: string; readonly value: string };
  /** At most so many of them. */
  readonly maxHosts: number;
  /** A text that each host's output must have. */
  readonly outputHas?: string;
}

export interface SuiteCheck extends CheckBase {
  readonly kind: 'suite';
  /** A function of the team's own: see docs/checks.md for what it is sent and what it answers. */
  readonly functionArn: string;
  readonly parameters: JsonObject;
}
