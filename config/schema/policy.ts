import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1), z.maxLength(80));
const base = {
  name,
  /** How long the check may look, in seconds. */
  timeoutSec: z._default(z.number().check(z.gt(0), z.lte(240)), 10),
};
const jsonObject = z.record(z.string(), z.json());

const HttpCheck = z.strictObject({
  ...base,
  kind: z.literal('http'),
  url: z.url({ protocol: /^https?$/ }),
  expect: z.strictObject({
    status: z._default(z.int().check(z.gte(100), z.lte(599)), 200),
    json: z.optional(jsonObject),
  }),
});
const LambdaInvokeCheck = z.strictObject({
  ...base,
  kind: z.literal('lambda-invoke'),
  payload: z._default(z.json(), {}),
  expect: jsonObject,
});
const AlarmsCheck = z.strictObject({
  ...base,
  kind: z.literal('alarms'),
  alarms: z
    .array(z.string().check(z.minLength(1), z.maxLength(255)))
    .check(z.minLength(1), z.maxLength(100)),
});
const Checks = z
  .array(z.discriminatedUnion('kind', [HttpCheck, LambdaInvokeCheck, AlarmsCheck]))
  .check(z.maxLength(20));

/** What a deployment group asks for: the shape of `config/policies/*.yml`, and of what is published of them. */
export const Policy = z.strictObject({
  application: name,
  /** A group's name, or `*` for every group of the application that has no policy of its own. */
  deploymentGroup: name,
  mode: z._default(z.enum(['observe', 'enforce']), 'observe'),
  /** The Slack channel that is told, without `#`. */
  channel: z.string().check(z.regex(/^[\w-]{1,80}$/)),
  checks: z.strictObject({
    BeforeAllowTraffic: z._default(Checks, []),
    AfterAllowTraffic: z._default(Checks, []),
  }),
});
export type Policy = z.infer<typeof Policy>;
