import * as z from 'zod/mini';
import { alarmNames, Checks, name } from './checks';

const hookChecks = z.optional(Checks);

/** The gates that a policy may ask something of: `domain/releases/gates.ts` says what they are. */
const ByHook = z.strictObject({
  BeforeInstall: hookChecks,
  AfterInstall: hookChecks,
  AfterAllowTestTraffic: hookChecks,
  BeforeAllowTraffic: hookChecks,
  AfterAllowTraffic: hookChecks,
  Ready: hookChecks,
  InPlace: hookChecks,
  RECONCILE_SERVICE: hookChecks,
  PRE_SCALE_UP: hookChecks,
  POST_SCALE_UP: hookChecks,
  TEST_TRAFFIC_SHIFT: hookChecks,
  POST_TEST_TRAFFIC_SHIFT: hookChecks,
  PRE_PRODUCTION_TRAFFIC_SHIFT: hookChecks,
  PRODUCTION_TRAFFIC_SHIFT: hookChecks,
  POST_PRODUCTION_TRAFFIC_SHIFT: hookChecks,
  PipelineAction: hookChecks,
});

const Bake = z.strictObject({
  after: z.keyof(ByHook),
  durationSec: z.number().check(z.gte(30), z.lte(82_800)),
  intervalSec: z._default(z.number().check(z.gte(10), z.lte(3600)), 60),
  checks: Checks.check(z.minLength(1)),
});

const percent = z.number().check(z.gte(0), z.lte(100));
const Score = z.strictObject({
  passPct: z._default(percent, 95),
  marginalPct: z._default(percent, 75),
});

const RollbackRules = z.strictObject({
  alarms: z._default(alarmNames, []),
  watchMin: z._default(z.number().check(z.gte(0), z.lte(10_080)), 60),
  maxPerDay: z._default(z.int().check(z.gte(0), z.lte(100)), 3),
});

/** With `Z`, or with an offset from it. */
const instant = z.iso.datetime({ offset: true });
const Freeze = z.strictObject({
  reason: z.string().check(z.minLength(1), z.maxLength(300)),
  from: instant,
  until: instant,
});

/** What a deployment group asks for: the shape of `config/policies/*.yml`, and of what is published of them. */
export const Policy = z.strictObject({
  application: name,
  /** A group's name, or `*` for every group of the application that has no policy of its own. */
  deploymentGroup: name,
  mode: z._default(z.enum(['observe', 'enforce']), 'observe'),
  /** The Slack channel that is told, without `#`. */
  channel: z
    .string()
    .check(z.regex(/^[\w-]{1,80}$/, 'must be the name of a Slack channel, without #')),
  checks: ByHook,
  bake: z.optional(Bake),
  score: z._default(Score, { passPct: 95, marginalPct: 75 }),
  rollback: z._default(RollbackRules, { alarms: [], watchMin: 60, maxPerDay: 3 }),
  freezes: z._default(z.array(Freeze).check(z.maxLength(100)), []),
  /** SSM Change Calendars by name or ARN. */
  changeCalendars: z._default(
    z.array(z.string().check(z.minLength(1), z.maxLength(300))).check(z.maxLength(10)),
    [],
  ),
  /** Slack user ids who may answer for an inconclusive release. */
  approvers: z._default(
    z
      .array(
        z
          .string()
          .check(z.regex(/^[UW][A-Z0-9]{2,20}$/, 'must be a Slack user id such as U0AAAAAA1')),
      )
      .check(z.maxLength(100)),
    [],
  ),
});
export type Policy = z.infer<typeof Policy>;
