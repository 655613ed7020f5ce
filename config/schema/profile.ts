import * as z from 'zod/mini';
import { Condition } from './condition';
import { LatencyBudgets } from './latency-budget';

const id = z.string().check(z.regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/), z.maxLength(60));
const ids = z._default(z.array(id).check(z.maxLength(100)), []);
const sentence = z.string().check(z.minLength(1), z.maxLength(400));
/** What goes to a host is printable ASCII without room for a column or a line of its own. */
const template = z
  .string()
  .check(z.regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/), z.maxLength(400));
/** Names that become parts of paths on the host: none of them climbs. */
const isLevel = (text: string): boolean => !text.includes('..');
const name = (pattern: RegExp) =>
  z
    .string()
    .check(z.regex(pattern), z.maxLength(100), z.refine(isLevel, 'It must not climb with ..'));
/** What the host's scripts take: no quotes, no dollar, nothing that a shell would read. */
const value = z
  .string()
  .check(z.regex(/^[\w.,:+/{}-]([\w.,:+/{} -]*[\w.,:+/{}-])?$/), z.maxLength(200));
/** Files that a layer of their own knows better: what it checks must not be passed by. */
const LAYERS_OF_PATHS = [
  [/^\/proc\/sys\//, 'sysctl'],
  [/^\/proc\/irq\//, 'irq'],
  [/\/nr_hugepages$/, 'hugepages'],
] as const;
const path = z
  .string()
  .check(
    z.regex(/^\/(proc|sys)\/[\w.:-]+\/[\w./:*-]{1,200}$/),
    z.refine(isLevel, 'It must not climb with ..'),
    ...LAYERS_OF_PATHS.map(([pattern, layer]) =>
      z.refine<string>((it) => !pattern.test(it), `It is set by the layer ${layer}`),
    ),
  );
const unit = name(/^[A-Za-z0-9][\w@.:-]*\.(service|timer|socket|path)$/);

const Verification = z.strictObject({
  op: z.enum(['equals', 'contains', 'same-cpus', 'subset-of', 'at-least', 'lacks', 'none']),
  /** An absolute path, or one of the sources that the host's scripts know. */
  read: z
    .string()
    .check(
      z.regex(
        /^(\/(proc|sys)\/[\w./:*-]+|sysctl:[a-z][\w.-]*|cmdline:|kernel-log:|unit:[A-Za-z0-9][\w@.:-]*|irqs:effective|package:[A-Za-z0-9][\w.+-]*)$/,
      ),
      z.maxLength(200),
      z.refine(isLevel, 'It must not climb with ..'),
    ),
  expect: template,
});

const base = {
  id,
  why: sentence,
  source: sentence,
  appliesWhen: z.optional(Condition),
  risk: z._default(z.enum(['safe', 'contested', 'dangerous']), 'safe'),
  requires: ids,
  conflicts: ids,
  verify: z.optional(Verification),
};
const { verify: _read, ...selfVerified } = base;
const fit = z._default(z.enum(['up-to', 'exact']), 'up-to');
const ringSize = z.optional(z.int().check(z.gte(64), z.lte(65_536)));
const microseconds = z.optional(z.int().check(z.gte(0), z.lte(10_000)));

const Boot = z.strictObject({
  ...base,
  layer: z.literal('boot'),
  parameter: name(/^[A-Za-z][\w.-]*$/),
  /** No blanks: the kernel's command line is split at them. */
  value: z.optional(z.string().check(z.regex(/^(?!-$)[\w.,:+/@{}-]{1,200}$/))),
  /** The effect; the command line only where there is no other trace of it. */
  verify: Verification,
});
const Sysctl = z.strictObject({
  ...base,
  layer: z.literal('sysctl'),
  key: name(/^[a-z][\w.-]*$/),
  value,
});
const Sysfs = z.strictObject({ ...base, layer: z.literal('sysfs'), path, value });
const Irq = z.strictObject({
  ...base,
  layer: z.literal('irq'),
  target: z.enum(['default', 'all', 'irqbalance']),
  cpus: name(/^[\d,{}a-zA-Z-]+$/),
});
/** A change of an interface that changes something. */
const setsOne = (...members: readonly string[]) =>
  z.refine<object>(
    (setting) => members.some((member) => member in setting),
    `It sets none of ${members.join(', ')}`,
  );
const Nic = z.discriminatedUnion('change', [
  z
    .strictObject({
      ...selfVerified,
      layer: z.literal('nic'),
      change: z.literal('ring'),
      fit,
      rx: ringSize,
      tx: ringSize,
    })
    .check(setsOne('rx', 'tx')),
  z
    .strictObject({
      ...selfVerified,
      layer: z.literal('nic'),
      change: z.literal('coalesce'),
      fit,
      adaptiveRx: z.optional(z.boolean()),
      rxUsecs: microseconds,
      txUsecs: microseconds,
    })
    .check(setsOne('adaptiveRx', 'rxUsecs', 'txUsecs')),
  z.strictObject({
    ...selfVerified,
    layer: z.literal('nic'),
    change: z.literal('channels'),
    fit,
    combined: z.union([z.literal('housekeeping'), z.int().check(z.gte(1), z.lte(1024))]),
  }),
]);
const HugePages = z.strictObject({
  ...selfVerified,
  layer: z.literal('hugepages'),
  pageSize: z.enum(['2MiB', '1GiB']),
  nodes: z._default(
    z.union([
      z.literal('all'),
      z.array(z.int().check(z.gte(0), z.lte(1023))).check(z.minLength(1)),
    ]),
    'all',
  ),
  pagesPerNode: z.int().check(z.gte(1), z.lte(1_048_576)),
  maxMemoryPct: z._default(z.number().check(z.gt(0), z.lte(90)), 50),
  fit,
});
const Service = z.strictObject({
  ...selfVerified,
  layer: z.literal('service'),
  unit,
  state: z.enum(['masked', 'disabled', 'enabled']),
});
const Limits = z.strictObject({
  ...selfVerified,
  layer: z.literal('limits'),
  item: z.enum(['memlock', 'rtprio', 'nofile']),
  value: name(/^(unlimited|\d{1,12})$/),
});
const Package = z.strictObject({
  ...selfVerified,
  layer: z.literal('package'),
  package: name(/^[a-z0-9][\w.+-]*$/),
  kernel: z._default(z.boolean(), false),
});
const Driver = z.strictObject({
  ...selfVerified,
  layer: z.literal('driver'),
  driver: name(/^[a-z0-9][a-z0-9_-]*$/),
  interfaces: z.union([
    z.enum(['not-default-route', 'all']),
    z.array(name(/^[A-Za-z0-9][\w.:@-]{0,14}$/)).check(z.minLength(1)),
  ]),
});
const DropIn = z.strictObject({
  ...selfVerified,
  layer: z.literal('dropin'),
  service: name(/^[A-Za-z0-9][\w@.:-]*\.service$/),
  schedulingPolicy: z._default(z.enum(['other', 'fifo', 'rr']), 'other'),
  schedulingPriority: z.optional(z.int().check(z.gte(1), z.lte(99))),
  numaPolicy: z.optional(z.enum(['bind', 'interleave', 'local'])),
  memlock: z.optional(name(/^(infinity|\d{1,15})$/)),
});

const Setting = z.discriminatedUnion('layer', [
  Boot,
  Sysctl,
  Sysfs,
  Irq,
  Nic,
  HugePages,
  Service,
  Limits,
  Package,
  Driver,
  DropIn,
]);

/** What a host should be, over facts: the shape of `config/profiles/*.yml`. */
export const Profile = z.strictObject({
  name: id,
  description: sentence,
  goal: z.enum(['latency', 'throughput']),
  /** The name of a profile whose settings it takes over; its own replace those of the same id. */
  extends: z.optional(id),
  /** Ids of settings of that profile that it leaves out. */
  drop: ids,
  cpus: z.optional(
    z.strictObject({ housekeepingCoresPerSocket: z.int().check(z.gte(1), z.lte(64)) }),
  ),
  /** Ids of dangerous settings that the owner accepts. */
  acknowledge: ids,
  latency: z.optional(LatencyBudgets),
  settings: z.array(Setting).check(z.maxLength(200)),
});
export type Profile = z.infer<typeof Profile>;
