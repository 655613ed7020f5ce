import * as z from 'zod/mini';
import {
  StoredApproval,
  StoredMeasurement,
  StoredValidation,
} from '../../adapters/aws/ledger/stored-validation';
import { StoredBody } from '../../adapters/aws/ledger/verdicts';
import type { Check } from '../../domain/releases/checks/check';
import type { Policy } from '../../domain/releases/policy';
import type { StoredVerdict } from '../../domain/releases/ports';
import type { ReleaseKey } from '../../domain/releases/release';
import type { StandingValidation } from '../../domain/releases/validation/validation';

/** A release's gates with all that their verdicts stand on: the file that docs/rejudge.md describes. */
export interface Recording {
  readonly schemaVersion: 1;
  readonly release: ReleaseKey;
  readonly application?: string;
  readonly group?: string;
  /** What checks sent is left out: whether another policy's checks send the same cannot be told. */
  readonly sentLeftOut?: true;
  readonly gates: readonly RecordedGate[];
}
export interface RecordedGate {
  readonly verdict: StoredVerdict;
  /** Absent where nothing was looked at. */
  readonly standing?: StandingValidation;
}

const RecordingFile = z.object({
  schemaVersion: z.literal(1),
  release: z.object({ account: z.string(), region: z.string(), deploymentId: z.string() }),
  application: z.optional(z.string()),
  group: z.optional(z.string()),
  sentLeftOut: z.optional(z.literal(true)),
  gates: z.array(
    z.object({
      verdict: z.extend(StoredBody, { reportedAt: z.optional(z.string()) }),
      standing: z.optional(
        z.object({
          validation: StoredValidation,
          measurements: z.array(StoredMeasurement),
          approval: z.optional(StoredApproval),
        }),
      ),
    }),
  ),
});

/** A recording, or every fault of what is none. */
export const parseRecording = (
  value: unknown,
): { readonly recording: Recording } | { readonly faults: readonly string[] } => {
  const parsed = RecordingFile.safeParse(value);
  return parsed.success
    ? { recording: parsed.data }
    : {
        faults: parsed.error.issues.map(
          ({ path, message }) => `${path.map(String).join('.') || 'the file'}: ${message}`,
        ),
      };
};

const LEFT_OUT = '(left out)';

/**
 * The recording as it may leave the account: what checks send is left out (headers, bodies, payloads, parameters),
 * since that is where tokens are. None of it is judged, so the recording is judged as before. What was answered stays.
 */
export const withoutSecrets = (recording: Recording): Recording => ({
  ...recording,
  sentLeftOut: true,
  gates: recording.gates.map(({ verdict, standing }) => ({
    verdict,
    standing: standing && {
      ...standing,
      validation: {
        ...standing.validation,
        policy: withoutSentTexts(standing.validation.policy),
      },
    },
  })),
});

/** A policy with what its checks send left out in the same way. */
export const withoutSentTexts = (policy: Policy): Policy => ({
  ...policy,
  checks: Object.fromEntries(
    Object.entries(policy.checks).map(([hook, checks]) => [hook, checks.map(withoutSent)]),
  ),
  bake: policy.bake && { ...policy.bake, checks: policy.bake.checks.map(withoutSent) },
});

const withoutSent = (check: Check): Check => {
  switch (check.kind) {
    case 'http':
      return {
        ...check,
        headers: Object.fromEntries(Object.keys(check.headers).map((name) => [name, LEFT_OUT])),
        body: check.body === undefined ? undefined : LEFT_OUT,
      };
    case 'lambda-invoke':
      return { ...check, payload: LEFT_OUT };
    case 'suite':
      return { ...check, parameters: {} };
    case 'alarms':
    case 'metric-threshold':
    case 'metric-baseline':
    case 'ssm-command':
      return check;
  }
};
