import * as z from 'zod/mini';

export const name = z.string().check(z.minLength(1), z.maxLength(80));
const seconds = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const count = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const texts = z.record(z.string(), z.string());
const jsonObject = z.record(z.string(), z.json());

const Repeat = z.strictObject({
  intervalSec: seconds(10, 3600),
  count: count(1, 200),
  initialDelaySec: z._default(seconds(0, 3000), 0),
  failureLimit: z._default(count(0, 200), 0),
  inconclusiveLimit: z._default(count(0, 200), 0),
  consecutiveErrorLimit: z._default(count(0, 200), 4),
  consecutiveSuccessLimit: z._default(count(0, 200), 0),
});

const base = {
  name,
  /** How long one look may take, in seconds. */
  timeoutSec: z._default(z.number().check(z.gt(0), z.lte(240)), 10),
  retries: z._default(count(0, 10), 0),
  retryDelaySec: z._default(seconds(0, 600), 5),
  critical: z._default(z.boolean(), true),
  weight: z._default(z.number().check(z.gt(0), z.lte(1000)), 1),
  onInconclusive: z._default(z.enum(['fail', 'pass', 'ask']), 'fail'),
  noData: z._default(z.enum(['inconclusive', 'failed', 'passed']), 'inconclusive'),
  repeat: z.optional(Repeat),
};

const Assertion = z.strictObject({
  /** JMESPath. */
  path: z.string().check(z.minLength(1), z.maxLength(500)),
  equals: z.optional(z.json()),
  atLeast: z.optional(z.number()),
  atMost: z.optional(z.number()),
  matches: z.optional(z.string().check(z.maxLength(500))),
  exists: z.optional(z.boolean()),
});
const assertions = z._default(z.array(Assertion).check(z.maxLength(20)), []);
const milliseconds = z.optional(z.number().check(z.gt(0)));
const latency = z._default(
  z.strictObject({
    p50Ms: milliseconds,
    p95Ms: milliseconds,
    p99Ms: milliseconds,
    maxMs: milliseconds,
  }),
  {},
);

const statusCode = count(100, 599);
const HttpCheck = z.strictObject({
  ...base,
  kind: z.literal('http'),
  /** `{{targetVersion}}` and the like stand for what is released. */
  url: z
    .string()
    .check(
      z.regex(/^https?:\/\/\S+$/, 'must be an http or https URL without spaces'),
      z.maxLength(2000),
    ),
  method: z._default(z.enum(['GET', 'HEAD', 'POST', 'PUT']), 'GET'),
  headers: z._default(texts, {}),
  body: z.optional(z.string().check(z.maxLength(10_000))),
  samples: z._default(count(1, 100), 1),
  followRedirects: z._default(count(0, 5), 0),
  from: z._default(z.enum(['reporter', 'probe']), 'reporter'),
  allowAddresses: z._default(z.array(z.enum(['link-local', 'loopback'])), []),
  expect: z._default(
    z.strictObject({
      status: z._default(
        z.pipe(
          z.union(
            [statusCode, z.array(statusCode).check(z.minLength(1))],
            'must be a status or a list of statuses, each 100 to 599',
          ),
          z.transform((it) => (typeof it === 'number' ? [it] : it)),
        ),
        [200],
      ),
      json: z.optional(jsonObject),
      headers: z._default(texts, {}),
      assertions,
      latency,
      tlsDaysLeft: z.optional(count(0, 1000)),
    }),
    { status: [200], headers: {}, assertions: [], latency: {} },
  ),
});

const LambdaInvokeCheck = z.strictObject({
  ...base,
  kind: z.literal('lambda-invoke'),
  payload: z._default(z.json(), {}),
  warmUp: z._default(count(0, 50), 0),
  samples: z._default(count(1, 100), 1),
  expect: z._default(jsonObject, {}),
  assertions,
  latency,
});

const alarmName = z.string().check(z.minLength(1), z.maxLength(255));
export const alarmNames = z.array(alarmName).check(z.maxLength(100));
const AlarmsCheck = z.strictObject({
  ...base,
  kind: z.literal('alarms'),
  alarms: alarmNames.check(z.minLength(1)),
  alreadyRed: z._default(z.enum(['ignore', 'inconclusive', 'fail']), 'ignore'),
});

const MetricQuery = z.strictObject({
  namespace: z.string().check(z.minLength(1), z.maxLength(255)),
  metric: z.string().check(z.minLength(1), z.maxLength(255)),
  dimensions: z._default(texts, {}),
  stat: z._default(
    z
      .string()
      .check(
        z.regex(
          /^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,2})?|p100)$/,
          'must be Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p99 or p99.9',
        ),
      ),
    'Average',
  ),
  periodSec: z._default(z.int().check(z.gte(60), z.multipleOf(60), z.lte(86_400)), 60),
});
const MetricSource = z.strictObject({
  queries: z.record(
    z
      .string()
      .check(
        z.regex(
          /^[a-z]\w{0,254}$/,
          'must start with a small letter, letters, digits and _ after it',
        ),
      ),
    MetricQuery,
  ),
  expression: z.optional(z.string().check(z.minLength(1), z.maxLength(2048))),
});

const lagSec = z._default(seconds(0, 900), 60);

const MetricThresholdCheck = z.strictObject({
  ...base,
  kind: z.literal('metric-threshold'),
  source: MetricSource,
  windowSec: z._default(seconds(60, 86_400), 300),
  lagSec,
  aggregate: z._default(z.enum(['last', 'average', 'sum', 'max', 'min']), 'average'),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  traffic: z.optional(z.strictObject({ source: MetricSource, atLeast: z.number().check(z.gt(0)) })),
});

const ratio = z.number().check(z.gt(0), z.lt(1));
const MetricBaselineCheck = z.strictObject({
  ...base,
  kind: z.literal('metric-baseline'),
  source: MetricSource,
  windowSec: z._default(seconds(60, 86_400), 1800),
  lagSec,
  baseline: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('previous-version') }),
    z.strictObject({
      kind: z.literal('previous-window'),
      agoSec: z._default(seconds(60, 1_209_600), 3600),
    }),
    z.strictObject({ kind: z.literal('control'), dimensions: texts }),
  ]),
  direction: z._default(z.enum(['increase', 'decrease', 'either']), 'increase'),
  confidenceRatio: z._default(ratio, 0.98),
  toleranceRatio: z._default(ratio, 0.25),
  effect: z._default(
    z.strictObject({
      measure: z._default(z.enum(['mean-ratio', 'cles']), 'mean-ratio'),
      allowedIncrease: z._default(z.number().check(z.gt(0)), 1),
      allowedDecrease: z._default(z.number().check(z.gt(0)), 1),
    }),
    { measure: 'mean-ratio', allowedIncrease: 1, allowedDecrease: 1 },
  ),
  minSamples: z._default(count(2, 1440), 12),
});

const SsmCommandCheck = z.strictObject({
  ...base,
  kind: z.literal('ssm-command'),
  commands: z.array(z.string().check(z.minLength(1), z.maxLength(4000))).check(z.minLength(1)),
  hosts: z._default(
    z.discriminatedUnion('of', [
      z.strictObject({ of: z.literal('release') }),
      z.strictObject({ of: z.literal('tag'), key: name, value: z.string() }),
    ]),
    { of: 'release' },
  ),
  maxHosts: z._default(count(1, 50), 50),
  outputHas: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
});

const SuiteCheck = z.strictObject({
  ...base,
  kind: z.literal('suite'),
  functionArn: z
    .string()
    .check(
      z.regex(
        /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w:$-]+$/,
        'must be the ARN of a Lambda function',
      ),
    ),
  parameters: z._default(jsonObject, {}),
});

export const Check = z.discriminatedUnion('kind', [
  HttpCheck,
  LambdaInvokeCheck,
  AlarmsCheck,
  MetricThresholdCheck,
  MetricBaselineCheck,
  SsmCommandCheck,
  SuiteCheck,
]);
export const Checks = z.array(Check).check(z.maxLength(20));
