/**
 * Where a release waits for a word, and how long at most. The name of a hook is CodeDeploy's or ECS's own; `Ready`,
 * `InPlace` and `PipelineAction` are gates that AWS has no hook for.
 *
 * - `hook`: a lifecycle event hook. https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 * - `ready`: EC2 blue/green, before traffic moves. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html
 * - `in-place`: EC2 in place; nothing waits, a deployment that fails is stopped.
 * - `ecs`: ECS's own deployments. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 * - `pipeline`: a Lambda action of CodePipeline. https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
 */
export const PLACES = [
  {
    place: 'hook',
    hooks: [
      'BeforeInstall',
      'AfterInstall',
      'AfterAllowTestTraffic',
      'BeforeAllowTraffic',
      'AfterAllowTraffic',
    ],
    /** CodeDeploy waits an hour; what is left of it is for answering. */
    limitSec: 55 * 60,
  },
  { place: 'ready', hooks: ['Ready'], limitSec: 55 * 60 },
  { place: 'in-place', hooks: ['InPlace'], limitSec: 55 * 60 },
  {
    place: 'ecs',
    hooks: [
      'RECONCILE_SERVICE',
      'PRE_SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
    ],
    /** ECS waits a day. */
    limitSec: 23 * 3600,
  },
  {
    place: 'pipeline',
    hooks: ['PipelineAction'],
    /** A Lambda action goes on for a day: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
    limitSec: 23 * 3600,
  },
] as const satisfies readonly {
  readonly place: string;
  readonly hooks: readonly string[];
  readonly limitSec: number;
}[];

export type Place = (typeof PLACES)[number]['place'];
export type HookName = (typeof PLACES)[number]['hooks'][number];

/** Every gate by name. */
export const HOOKS: readonly HookName[] = PLACES.flatMap(({ hooks }) => [...hooks]);

/** The gates of one place. */
export const hooksOf = (place: Place): readonly HookName[] =>
  PLACES.find((row) => row.place === place)?.hooks ?? [];

/** Seconds within which a gate of this place must be answered. */
export const limitSecOf = (place: Place): number =>
  PLACES.find((row) => row.place === place)?.limitSec ?? 0;

/** Gates that the new revision has yet to pass before it serves users: a freeze holds a release here. */
export const BEFORE_TRAFFIC: readonly HookName[] = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'Ready',
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PipelineAction',
];
