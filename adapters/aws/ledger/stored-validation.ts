import * as z from 'zod/mini';
import { Policy } from '../../../config/schema/policy';
import { HOOKS, PLACE_NAMES } from '../../../domain/releases/gates';
import { AlarmStateText, StoredObservation } from './stored-observation';

const release = z.object({ account: z.string(), region: z.string(), deploymentId: z.string() });
const place = z.enum(PLACE_NAMES);
const hook = z.enum(HOOKS);

const StoredSubject = z.object({
  release,
  application: z.string(),
  group: z.string(),
  startedAt: z.string(),
  alarmsAtStart: z.record(z.string(), AlarmStateText),
  lambda: z.optional(
    z.object({
      functionName: z.string(),
      alias: z.string(),
      currentVersion: z.string(),
      targetVersion: z.string(),
    }),
  ),
  ecs: z.optional(
    z.object({
      cluster: z.string(),
      service: z.string(),
      taskSet: z.optional(z.string()),
      taskDefinition: z.optional(z.string()),
      targetGroup: z.optional(z.string()),
    }),
  ),
  instanceIds: z.optional(z.array(z.string())),
});

/** A gate as it was opened. */
export const StoredValidation = z.object({
  release,
  executionId: z.string(),
  place,
  hook,
  openedAt: z.string(),
  limitAt: z.string(),
  policyVersion: z.number(),
  policy: Policy,
  subject: StoredSubject,
});

export const StoredMeasurement = z.object({
  check: z.string(),
  sequence: z.number(),
  at: z.string(),
  durationMs: z.number(),
  observation: StoredObservation,
});

export const StoredApproval = z.object({
  decision: z.enum(['pass', 'fail']),
  by: z.string(),
  at: z.string(),
});

/** A gate that waits, as whoever keeps watch sees it. */
export const StoredOpenGate = z.object({
  release,
  executionId: z.string(),
  place,
  hook,
  dueAt: z.string(),
  limitAt: z.string(),
  asks: z.boolean(),
  isLetGo: z.boolean(),
  isOrphan: z.boolean(),
});
