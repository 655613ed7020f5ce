import * as z from 'zod/mini';
import type { Cloud, ResourceHandler } from '../../service';
import { AwsError } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { createBus } from './bus-operations';
import { DEFAULT_BUS } from './bus-book';
import type { RuleContext } from './rule-operations';
import { putRule } from './rule-operations';
import type { TargetContext } from './target-operations';
import { putTargets } from './target-operations';

const text = z.optional(z.string());
/** CloudFormation takes numbers as text too. */
const number = z.optional(z.coerce.number());
const TargetProperties = z.object({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: text,
  Input: text,
  InputPath: text,
  InputTransformer: z.optional(
    z.object({
      InputPathsMap: z.optional(z.record(z.string(), z.string())),
      InputTemplate: z.string(),
    }),
  ),
  RetryPolicy: z.optional(
    z.object({ MaximumRetryAttempts: number, MaximumEventAgeInSeconds: number }),
  ),
  DeadLetterConfig: z.optional(z.object({ Arn: text })),
});
const RuleProperties = z.object({
  Name: text,
  EventBusName: text,
  EventPattern: z.optional(z.record(z.string(), z.unknown())),
  ScheduleExpression: text,
  State: z.optional(z.enum(['ENABLED', 'DISABLED'])),
  Description: text,
  RoleArn: text,
  Targets: z.optional(z.array(TargetProperties)),
});
const BusProperties = z.object({ Name: z.string(), Description: text });

/** `Ref` of a rule is its name on the default bus, `bus|name` on another (documented in its resource page). */
export const createTemplateResources = (
  cloud: Cloud,
  context: RuleContext & TargetContext,
): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::Events::Rule': {
    create: (resource) => {
      const {
        Targets: targets = [],
        EventPattern: pattern,
        ...rest
      } = parseProperties(RuleProperties, resource);
      const rule = putRule(context, {
        ...rest,
        Name: rest.Name ?? generatedName(resource.logicalId, cloud.random),
        EventPattern: pattern && JSON.stringify(pattern),
      });
      const [failed] = putTargets(context, {
        Rule: rule.name,
        EventBusName: rule.busName,
        Targets: targets,
      });
      if (failed !== undefined)
        throw new AwsError(failed.ErrorCode ?? 'ValidationException', failed.ErrorMessage ?? '');
      const ref = rule.busName === DEFAULT_BUS ? rule.name : `${rule.busName}|${rule.name}`;
      return { ref, attributes: { Arn: rule.arn } };
    },
  },
  'AWS::Events::EventBus': {
    create: (resource) => {
      const bus = createBus(
        context.book,
        cloud.clock.nowEpochMs(),
        parseProperties(BusProperties, resource),
      );
      return { ref: bus.name, attributes: { Arn: bus.arn, Name: bus.name } };
    },
  },
});
