import * as z from 'zod/mini';

const pattern = z
  .string()
  .check(
    z.regex(/^[\w.@*-]{1,100}(\/[\w.@*-]{1,100})?$/, 'it must be a name, or a pattern with *'),
  );
const group = z
  .string()
  .check(
    z.regex(/^[\w.@*-]{1,100}\/[\w.@*-]{1,100}$/, 'it must be application/group; * stands for any'),
  );

/**
 * What Slipway may touch. The roles of the template and the allow-list in code both come from it. A `*` stands for
 * any characters but a slash.
 */
export const Scope = z.strictObject({
  deploymentGroups: z.strictObject({
    /** `application/group` patterns whose releases may be read, judged and told. */
    observe: z.array(group),
    /** Those that a policy may block. */
    enforce: z.array(group),
  }),
  /** Functions that a check may invoke. */
  functions: z.array(pattern),
  /** Instances that a check may run a command on. */
  hosts: z.array(
    z
      .string()
      .check(z.regex(/^m?i-[\w*]{1,40}$/, 'it must be an instance id, or a pattern such as i-*')),
  ),
  pipelines: z.array(z.strictObject({ name: pattern, deploys: z.array(group) })),
  slack: z.strictObject({
    defaultChannel: z
      .string()
      .check(z.regex(/^#?[\w-]{1,80}$/, 'it must be the name of a channel')),
  }),
});
export type Scope = z.infer<typeof Scope>;
