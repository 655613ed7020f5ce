/** Why `npm run verify:aws` cannot ask AWS about an assumed behaviour. */
export const whyUnasked = {
  own: "the sandbox's own: AWS has nothing of the kind to be asked about",
  simplified: 'simpler than AWS on purpose: AWS is known to do otherwise',
  slack: "Slack's, not AWS's",
  hosts: 'needs instances that run with an agent, and a network: a run starts none',
  containers: 'needs ECS tasks that run behind a load balancer: a run starts none',
  unmade:
    'needs a pipeline, a stack or a calendar, which the sandbox has no API to make: both must be asked the same',
  metrics: 'needs metrics of its own, which nobody can delete again',
  timing: "a moment of AWS's own, different each time: there is nothing to compare",
  hidden: 'happens inside AWS, where no client can look or bring it about',
  long: 'takes hours, or more things than a run may make',
} as const;

export type Unasked = keyof typeof whyUnasked;
