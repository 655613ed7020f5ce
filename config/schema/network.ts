import * as z from 'zod/mini';

/** The shape of `config/network.yml`: both lists are empty, or neither is. */
export const Network = z
  .strictObject({
    /** At most 16, as Lambda has it. */
    subnets: z
      .array(z.string().check(z.regex(/^subnet-[0-9a-f]{8,17}$/, 'it must be a subnet id')))
      .check(z.maxLength(16)),
    /** At most 5. */
    securityGroups: z
      .array(z.string().check(z.regex(/^sg-[0-9a-f]{8,17}$/, 'it must be a security group id')))
      .check(z.maxLength(5)),
  })
  .check(
    z.refine(
      ({ subnets, securityGroups }) => subnets.length > 0 === securityGroups.length > 0,
      'subnets and securityGroups are both empty, or neither is',
    ),
  );
export type Network = z.infer<typeof Network>;
