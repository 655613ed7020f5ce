import * as z from 'zod/mini';

const word = z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/));
const words = z.array(word).check(z.minLength(1), z.maxLength(20));
const driver = z.union([z.literal('any'), words]);
const count = z.int().check(z.gte(1), z.lte(8192));

const plain = {
  architecture: z.optional(z.array(z.enum(['x86_64', 'aarch64'])).check(z.minLength(1))),
  cpuVendor: z.optional(
    z.array(z.enum(['GenuineIntel', 'AuthenticAMD', 'ARM'])).check(z.minLength(1)),
  ),
  virtualization: z.optional(
    z.array(z.enum(['nitro', 'xen', 'metal', 'kvm', 'none'])).check(z.minLength(1)),
  ),
  /** Of the kernel that runs. */
  preemptRt: z.optional(z.boolean()),
  kernelAtLeast: z.optional(z.string().check(z.regex(/^\d{1,3}\.\d{1,3}$/))),
  distribution: z.optional(words),
  cpuidleDriver: z.optional(driver),
  cpufreqDriver: z.optional(driver),
  clocksource: z.optional(words),
  cpuFlags: z.optional(words),
  nicDriver: z.optional(words),
  sysctls: z.optional(words),
  files: z.optional(
    z.array(z.string().check(z.regex(/^\/[\x21-\x7e]{1,254}$/))).check(z.minLength(1)),
  ),
  units: z.optional(words),
  isolatedCpusAtLeast: z.optional(count),
  numaNodesAtLeast: z.optional(count),
};

/**
 * When a setting applies: a closed language over facts, each member a test, all of which must hold. What the facts do
 * not say does not hold.
 */
export const Condition = z.strictObject({
  ...plain,
  /** One of these must hold too. */
  anyOf: z.optional(z.array(z.strictObject(plain)).check(z.minLength(1), z.maxLength(10))),
});
