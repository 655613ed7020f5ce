import * as z from 'zod/mini';

const values = z.array(z.json());
const outcome = z.enum(['passed', 'failed', 'inconclusive', 'error']);
const points = z.object({ values: z.array(z.number()), from: z.string(), until: z.string() });

const HttpObservation = z.object({
  kind: z.literal('http'),
  samples: z.array(
    z.object({
      status: z.number(),
      durationMs: z.number(),
      headers: z.record(z.string(), z.string()),
      json: z.optional(z.json()),
      text: z.optional(z.string()),
      values,
      tlsDaysLeft: z.optional(z.number()),
      leadsTo: z.optional(z.string()),
    }),
  ),
});
const InvokeObservation = z.object({
  kind: z.literal('lambda-invoke'),
  samples: z.array(
    z.object({
      executedVersion: z.string(),
      functionError: z.optional(z.string()),
      payload: z.string(),
      values,
      durationMs: z.number(),
    }),
  ),
});
export const AlarmStateText = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const AlarmsObservation = z.object({
  kind: z.literal('alarms'),
  alarms: z.array(
    z.object({
      name: z.string(),
      state: AlarmStateText,
      since: z.optional(z.string()),
      suppressedBy: z.optional(z.string()),
    }),
  ),
});
const MetricObservation = z.object({
  kind: z.literal('metric-threshold'),
  points,
  traffic: z.optional(points),
});
const BaselineObservation = z.object({
  kind: z.literal('metric-baseline'),
  experiment: points,
  control: points,
});
const CommandObservation = z.object({
  kind: z.literal('ssm-command'),
  commandId: z.string(),
  hosts: z.array(
    z.object({
      instanceId: z.string(),
      status: z.string(),
      exitCode: z.optional(z.number()),
      output: z.string(),
    }),
  ),
});
const SuiteObservation = z.object({
  kind: z.literal('suite'),
  outcome,
  reason: z.string(),
  detail: z.string(),
  samples: z.number(),
});
const PendingObservation = z.object({
  kind: z.literal('pending'),
  handle: z.string(),
  againSec: z.number(),
});
const FaultObservation = z.object({
  kind: z.literal('fault'),
  code: z.string(),
  sentence: z.string(),
});

/** What a look saw, as it is stored. */
export const StoredObservation = z.discriminatedUnion('kind', [
  HttpObservation,
  InvokeObservation,
  AlarmsObservation,
  MetricObservation,
  BaselineObservation,
  CommandObservation,
  SuiteObservation,
  PendingObservation,
  FaultObservation,
]);
