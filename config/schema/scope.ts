import * as z from 'zod/mini';

const pattern = z.string().check(z.regex(/^[\w.@*-]{1,100}(\/[\w.@*-]{1,100})?$/));
const group = z.string().check(z.regex(/^[\w.@*-]{1,100}\/[\w.@*-]{1,100}$/));

/**
 * What Slipway may touch. The roles of the template and the allow-list in code both come from it. A `*` stands for
 * any characters but a slash.
 */
export const Scope = z.object({
  deploymentGroups: z.object({
    /** `application/group` patterns whose releases may be read, judged and told. */
    observe: z.array(group),
    /** Those that a policy may block. */
    enforce: z.array(group),
  }),
  /** Functions that a check may invoke. */
  functions: z.array(pattern),
  /** Instances that a check may run a command on. */
  hosts: z.array(z.string().check(z.regex(/^m?i-[\w*]{1,40}$/))),
  pipelines: z.array(z.object({ name: pattern, deploys: z.array(group) })),
  slack: z.object({ defaultChannel: z.string().check(z.regex(/^#?[\w-]{1,80}$/)) }),
});
export type Scope = z.infer<typeof Scope>;
