import * as z from 'zod/mini';

import type { ResourceHandler, TemplateResource } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { createCluster } from './operations/clusters';
import { createService } from './operations/create-service';
import type { Parts } from './operations/parts';
import { registerTaskDefinition } from './operations/task-definitions';

// Properties are the API's members with a capital: the schemas say them as the API does.
const text = z.optional(z.string());
const number = z.optional(z.coerce.number());
const flag = z.pipe(
  z.union([z.boolean(), z.enum(['true', 'false'])]),
  z.transform((it) => it === true || it === 'true'),
);
const tags = z.optional(z.array(z.object({ key: text, value: text })));
const launchType = z.optional(z.enum(['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']));

const ClusterProperties = z.object({ clusterName: text, tags });

const TaskDefinitionProperties = z.object({
  family: text,
  taskRoleArn: text,
  executionRoleArn: text,
  networkMode: z.optional(z.enum(['awsvpc', 'bridge', 'host', 'none'])),
  requiresCompatibilities: z.optional(z.array(z.enum(['EC2', 'FARGATE', 'EXTERNAL']))),
  cpu: text,
  memory: text,
  containerDefinitions: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      cpu: number,
      memory: number,
      essential: z.optional(flag),
      command: z.optional(z.array(z.string())),
      environment: z.optional(z.array(z.object({ name: text, value: text }))),
      portMappings: z.optional(z.array(z.object({ containerPort: number, hostPort: number }))),
    }),
  ),
  tags,
});

const stages = z.array(
  z.enum([
    'RECONCILE_SERVICE',
    'PRE_SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
  ]),
);
const Configuration = z.object({
  strategy: z.optional(z.enum(['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'])),
  bakeTimeInMinutes: number,
  maximumPercent: number,
  minimumHealthyPercent: number,
  deploymentCircuitBreaker: z.optional(z.object({ enable: flag, rollback: flag })),
  alarms: z.optional(z.object({ alarmNames: z.array(z.string()), enable: flag, rollback: flag })),
  canaryConfiguration: z.optional(
    z.object({ canaryPercent: number, canaryBakeTimeInMinutes: number }),
  ),
  linearConfiguration: z.optional(z.object({ stepPercent: number, stepBakeTimeInMinutes: number })),
  lifecycleHooks: z.optional(
    z.array(
      z.object({
        targetType: z.optional(z.enum(['AWS_LAMBDA', 'PAUSE'])),
        hookTargetArn: text,
        roleArn: text,
        lifecycleStages: stages,
        hookDetails: z.optional(z.json()),
        timeoutConfiguration: z.optional(
          z.object({
            timeoutInMinutes: number,
            action: z.optional(z.enum(['CONTINUE', 'ROLLBACK'])),
          }),
        ),
      }),
    ),
  ),
});
const ServiceProperties = z.object({
  serviceName: text,
  cluster: text,
  taskDefinition: text,
  desiredCount: number,
  launchType,
  platformVersion: text,
  healthCheckGracePeriodSeconds: number,
  deploymentController: z.optional(z.object({ type: z.enum(['ECS', 'CODE_DEPLOY', 'EXTERNAL']) })),
  deploymentConfiguration: z.optional(Configuration),
  loadBalancers: z.optional(
    z.array(
      z.object({
        targetGroupArn: text,
        containerName: text,
        containerPort: number,
        advancedConfiguration: z.optional(
          z.object({
            alternateTargetGroupArn: text,
            productionListenerRule: text,
            testListenerRule: text,
            roleArn: text,
          }),
        ),
      }),
    ),
  ),
  networkConfiguration: z.optional(
    z.object({
      awsvpcConfiguration: z.optional(
        z.object({
          subnets: z.array(z.string()),
          securityGroups: z.optional(z.array(z.string())),
          assignPublicIp: z.optional(z.enum(['ENABLED', 'DISABLED'])),
        }),
      ),
    }),
  ),
  tags,
});

/** What `Ref` and `Fn::GetAtt` give is documented: the CloudFormation template reference, AWS::ECS::Service and its like. */
export const templateResources = (parts: Parts): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::ECS::Cluster': {
    create: (resource) => {
      const { clusterName = nameOf(parts, resource), ...given } = read(ClusterProperties, resource);
      const cluster = createCluster(parts, { clusterName, ...given });
      return { ref: cluster.name, attributes: { Arn: cluster.arn } };
    },
  },
  'AWS::ECS::TaskDefinition': {
    create: (resource) => {
      const { family = nameOf(parts, resource), ...given } = read(
        TaskDefinitionProperties,
        resource,
      );
      const registeredBy = `arn:aws:iam::${parts.cloud.account}:root`;
      const { taskDefinition } = registerTaskDefinition(parts, { family, ...given }, registeredBy);
      const { taskDefinitionArn } = taskDefinition;
      return { ref: taskDefinitionArn, attributes: { TaskDefinitionArn: taskDefinitionArn } };
    },
  },
  'AWS::ECS::Service': {
    create: (resource) => {
      const { serviceName = nameOf(parts, resource), ...given } = read(ServiceProperties, resource);
      // Documented: one task where nothing is said.
      const { desiredCount = 1 } = given;
      const { arn, name } = createService(parts, { ...given, serviceName, desiredCount });
      return { ref: arn, attributes: { Name: name, ServiceArn: arn } };
    },
  },
});

const nameOf = ({ cloud }: Parts, { logicalId }: TemplateResource): string =>
  generatedName(logicalId, cloud.random);

const read = <Output>(
  schema: z.core.$ZodType<Output>,
  { logicalId, properties }: TemplateResource,
): Output =>
  parseProperties(schema, {
    logicalId,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [lowerFirst(key), toMembers(value)]),
    ),
  });

const lowerFirst = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);

const toMembers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(toMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      lowerFirst(key),
      key === 'HookDetails' ? detailsOf(inner) : toMembers(inner),
    ]),
  );
};

/** Documented: "a JSON object as a string". */
const detailsOf = (value: unknown): unknown =>
  typeof value === 'string' ? JSON.parse(value) : value;
