import * as z from 'zod/mini';

/**
 * What CodeDeploy sends to a lifecycle event hook: two ids and nothing else, neither the hook's name nor what is
 * deployed. Both go into keys and requests, so their characters are bounded.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const LifecycleHookInvocation = z.object({
  DeploymentId: z.string().check(z.regex(/^d-[A-Za-z0-9]{1,40}$/)),
  LifecycleEventHookExecutionId: z.string().check(z.regex(/^[\w.:=+/-]{1,1024}$/)),
});
export type LifecycleHookInvocation = z.infer<typeof LifecycleHookInvocation>;
