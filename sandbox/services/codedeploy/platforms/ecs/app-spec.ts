import * as z from 'zod/mini';

import { lowerCaseKeys, parseText } from '../../app-spec';
import { DeploymentFault } from '../../state';

/**
 * What an ECS deployment's AppSpec says: the task definition of the replacement task set, and the functions that judge it.
 * Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export interface EcsAppSpec {
  /** The resource's own name in the AppSpec, `TargetService` in AWS's examples. */
  readonly logicalName: string;
  /** As the AppSpec has it; it should be an ARN with a revision. */
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly platformVersion?: string;
  readonly network?: AwsvpcConfiguration;
  /** Lifecycle event to the function that is its hook. */
  readonly hooks: Readonly<Record<string, string>>;
}
type AwsvpcConfiguration = z.output<typeof Awsvpc>;

/** Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
const ECS_HOOKS: readonly string[] = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];

const name = z.string().check(z.minLength(1));
// "All or none of the settings under NetworkConfiguration must be specified."
const Awsvpc = z.object({
  Subnets: z.array(name).check(z.minLength(1)),
  SecurityGroups: z.array(name),
  AssignPublicIp: z.enum(['ENABLED', 'DISABLED']),
});
const EcsResource = z.object({
  Type: z.literal('AWS::ECS::Service'),
  Properties: z.object({
    TaskDefinition: name,
    LoadBalancerInfo: z.object({
      ContainerName: name,
      ContainerPort: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
    }),
    PlatformVersion: z.optional(z.string()),
    NetworkConfiguration: z.optional(z.object({ AwsvpcConfiguration: Awsvpc })),
  }),
});
const AppSpec = z.object({
  version: z.union([z.literal(0), z.literal('0.0')]),
  resources: z.tuple([z.record(z.string(), EcsResource)]),
  hooks: z.optional(z.nullable(z.array(z.record(z.string(), name)))),
});

/** The code is assumed: of the model's it is the one for a revision that cannot be used. The words are assumed too. */
const invalidAppSpec = (reason: string): DeploymentFault =>
  new DeploymentFault(
    'INVALID_REVISION',
    `The AppSpec file that specifies the Amazon ECS deployment is missing or has an invalid configuration. ${reason}`,
  );

/** AppSpec text, YAML or JSON; section names in either case. Throws DeploymentFault INVALID_REVISION. */
export const parseEcsAppSpec = (content: string): EcsAppSpec => {
  const parsed = AppSpec.safeParse(lowerCaseKeys(parseText(content)));
  if (!parsed.success) throw invalidAppSpec(z.prettifyError(parsed.error));
  const entries = Object.entries(parsed.data.resources[0]);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw invalidAppSpec('The AppSpec file must specify exactly one Amazon ECS service.');
  const [logicalName, { Properties: properties }] = entry;
  return {
    logicalName,
    taskDefinition: properties.TaskDefinition,
    containerName: properties.LoadBalancerInfo.ContainerName,
    containerPort: properties.LoadBalancerInfo.ContainerPort,
    platformVersion: properties.PlatformVersion,
    network: properties.NetworkConfiguration?.AwsvpcConfiguration,
    hooks: readHooks(parsed.data.hooks ?? []),
  };
};

const readHooks = (
  list: readonly Readonly<Record<string, string>>[],
): Readonly<Record<string, string>> => {
  const hooks = Object.fromEntries(list.flatMap((entry) => Object.entries(entry)));
  const unknown = Object.keys(hooks).find((event) => !ECS_HOOKS.includes(event));
  if (unknown === undefined) return hooks;
  throw invalidAppSpec(
    `${unknown} is not a lifecycle event with a hook on the Amazon ECS compute platform.`,
  );
};

/** JSON text of an AppSpec with the same container and hooks and another task definition. */
export const writeEcsAppSpec = (spec: EcsAppSpec, taskDefinition: string): string =>
  JSON.stringify({
    version: '0.0',
    Resources: [
      {
        [spec.logicalName]: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: {
              ContainerName: spec.containerName,
              ContainerPort: spec.containerPort,
            },
            PlatformVersion: spec.platformVersion,
            NetworkConfiguration: spec.network && { AwsvpcConfiguration: spec.network },
          },
        },
      },
    ],
    Hooks: Object.entries(spec.hooks).map(([event, functionName]) => ({ [event]: functionName })),
  });
