import * as z from 'zod/mini';

const whole = (most: number) => z.int().check(z.gte(0), z.lte(most));
/** Names of the kernel and of systemd, paths: printable, and no room for a line or a column of their own. */
const word = z.string().check(z.regex(/^[\x21-\x7e]+$/), z.maxLength(255));
const path = z.string().check(z.regex(/^\/[\x21-\x7e]*$/), z.maxLength(512));
const driver = z.optional(z.nullable(word));

const Cpu = z.object({
  id: whole(8191),
  core: z.int().check(z.gte(-1), z.lte(65_535)),
  socket: z.int().check(z.gte(-1), z.lte(65_535)),
  /** -1 where the kernel knows of no nodes. */
  node: z.int().check(z.gte(-1), z.lte(1023)),
  online: z.boolean(),
});

const Nic = z.object({
  name: z.string().check(z.regex(/^[A-Za-z0-9][\w.:@-]{0,14}$/)),
  driver,
  defaultRoute: z.optional(z.boolean()),
  ringMax: z.optional(
    z.nullable(
      z.object({
        rx: z.optional(z.nullable(whole(1_048_576))),
        tx: z.optional(z.nullable(whole(1_048_576))),
      }),
    ),
  ),
  queuesMax: z.optional(z.nullable(whole(4096))),
  adaptiveRx: z.optional(z.nullable(z.boolean())),
  pciAddress: z.optional(
    z.nullable(z.string().check(z.regex(/^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/))),
  ),
});

/** Whether no two rows have the same name. */
const areDistinct = (names: readonly (string | number)[]): boolean =>
  new Set(names).size === names.length;

/**
 * What is known of a host, as the collect-facts document prints it. Members may be added and are then ignored here;
 * all but the version may be missing, and then settings that need them do not apply.
 */
export const Facts = z.object({
  schemaVersion: z.literal(1),
  architecture: z.optional(z.enum(['x86_64', 'aarch64'])),
  cpuVendor: z.optional(z.enum(['GenuineIntel', 'AuthenticAMD', 'ARM'])),
  cpus: z.optional(
    z.array(Cpu).check(
      z.maxLength(2048),
      z.refine((cpus) => areDistinct(cpus.map(({ id }) => id)), 'Two CPUs have the same id'),
      z.refine((cpus) => cpus.some(({ online }) => online), 'No CPU is online'),
    ),
  ),
  memoryMiB: z.optional(
    z.record(z.string().check(z.regex(/^\d{1,4}$/)), z.number().check(z.gte(0), z.lte(2 ** 40))),
  ),
  kernel: z.optional(
    z.object({
      release: word,
      preemptRt: z.optional(z.boolean()),
      commandLine: z.optional(z.string().check(z.maxLength(8192))),
      options: z.optional(z.array(word).check(z.maxLength(1000))),
    }),
  ),
  virtualization: z.optional(z.enum(['nitro', 'xen', 'metal', 'kvm', 'none'])),
  cpuidleDriver: driver,
  cpufreqDriver: driver,
  clocksource: driver,
  cpuFlags: z.optional(z.array(word).check(z.maxLength(1000))),
  sysctls: z.optional(z.array(word).check(z.maxLength(10_000))),
  files: z.optional(z.array(path).check(z.maxLength(10_000))),
  moduleParameters: z.optional(z.array(word).check(z.maxLength(1000))),
  units: z.optional(z.array(word).check(z.maxLength(10_000))),
  distribution: z.optional(word),
  nics: z.optional(
    z.array(Nic).check(
      z.maxLength(256),
      z.refine(
        (nics) => areDistinct(nics.map(({ name }) => name)),
        'Two interfaces have the same name',
      ),
    ),
  ),
});
export type Facts = z.infer<typeof Facts>;
