export const PLACE_NAMES = ['hook', 'ready', 'in-place', 'ecs', 'pipeline'] as const;
export type Place = (typeof PLACE_NAMES)[number];

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
export const PLACES = {
  hook: {
    asker: 'CodeDeploy',
    unanswered: "The deployment hangs until the hook's hour ends, and fails then.",
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
  ready: {
    asker: 'CodeDeploy',
    unanswered:
      "The deployment waits until its group's time is over, and then does what the group says.",
    hooks: ['Ready'],
    limitSec: 55 * 60,
  },
  'in-place': {
    asker: 'CodeDeploy',
    unanswered: 'The deployment goes on.',
    hooks: ['InPlace'],
    limitSec: 55 * 60,
  },
  ecs: {
    asker: 'ECS',
    unanswered: "The service deployment waits until its hook's time is over.",
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
  pipeline: {
    asker: 'CodePipeline',
    unanswered: "The pipeline's action waits until its time is over, and fails then.",
    hooks: ['PipelineAction'],
    /** A Lambda action goes on for a day: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
    limitSec: 23 * 3600,
  },
} as const satisfies Record<Place, GatesOfPlace>;

export interface GatesOfPlace {
  /** Who waits there. */
  readonly asker: string;
  /** What comes of a gate that nobody answers: a full sentence. */
  readonly unanswered: string;
  readonly hooks: readonly string[];
  /** Seconds within which a gate must be answered. */
  readonly limitSec: number;
}

export type HookName = (typeof PLACES)[Place]['hooks'][number];

/** Every gate by name. */
export const HOOKS: readonly HookName[] = Object.values(PLACES).flatMap(({ hooks }) => [...hooks]);

/** The gates of one place. */
export const hooksOf = (place: Place): readonly HookName[] => PLACES[place].hooks;

/** Who waits at a gate, and for how long; undefined for what is no gate. */
export const placeOf = (hook: string): GatesOfPlace | undefined =>
  Object.values(PLACES).find(({ hooks }) => hooks.some((it) => it === hook));

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
