import * as z from 'zod/mini';

const us = z.number().check(z.gt(0), z.lte(10_000_000));
const pct = z.number().check(z.gte(0), z.lte(100));
const ratio = z.number().check(z.gt(0), z.lte(100));
/** Up to a week: a certification run takes half a day. */
const durationSec = z.int().check(z.gte(1), z.lte(604_800));
const figure = z.enum(['p50', 'p99', 'p999', 'p9999', 'max']);

const Limits = z
  .strictObject({
    p99Us: z.optional(us),
    p999Us: z.optional(us),
    p9999Us: z.optional(us),
    maxUs: z.optional(us),
  })
  .check(
    z.refine((limits) => Object.keys(limits).length > 0, 'It limits nothing'),
    z.refine(
      ({ p99Us, p999Us, p9999Us, maxUs }) =>
        [p99Us, p999Us, p9999Us, maxUs]
          .flatMap((limit) => limit ?? [])
          .every((limit, index, limits) => limit >= (limits[index - 1] ?? 0)),
      'A rarer quantile cannot have the smaller limit',
    ),
  );

/** What is asked of cyclictest or oslat; the meaning of each member is in domain/hosts/latency/budget.ts. */
export const LatencyBudget = z.strictObject({
  durationSec,
  budget: Limits,
  minSamples: z.optional(z.int().check(z.gte(1))),
  maxMissedPct: z._default(pct, 1),
  maxStealPct: z._default(pct, 0.5),
  baseline: z.optional(
    z.strictObject({
      maxRatio: z
        .partialRecord(figure, ratio)
        .check(z.refine((ratios) => Object.keys(ratios).length > 0, 'It compares nothing')),
    }),
  ),
  fleet: z.optional(
    z.strictObject({
      figure: z._default(figure, 'p999'),
      robustZ: z._default(z.number().check(z.gt(0), z.lte(100)), 3.5),
      minHosts: z._default(z.int().check(z.gte(3), z.lte(1000)), 5),
    }),
  ),
});
export type LatencyBudget = z.infer<typeof LatencyBudget>;

/** What is asked of hwlatdetect. */
export const HardwareBudget = z.strictObject({
  durationSec,
  budget: z.strictObject({ maxUs: us }),
});
export type HardwareBudget = z.infer<typeof HardwareBudget>;

/** The section `latency` of `config/profiles/*.yml`: one budget for each tool that is run. */
export const LatencyBudgets = z
  .strictObject({
    cyclictest: z.optional(LatencyBudget),
    oslat: z.optional(LatencyBudget),
    hwlatdetect: z.optional(HardwareBudget),
  })
  .check(z.refine((budgets) => Object.keys(budgets).length > 0, 'It names no tool'));
export type LatencyBudgets = z.infer<typeof LatencyBudgets>;
