import * as z from 'zod/mini';
import type { Cloud, ResourceHandler } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import type { AlarmBook } from './alarm';
import { putCompositeAlarm, putMetricAlarm } from './put-alarm';

const text = z.optional(z.string());
const number = z.optional(z.coerce.number());
const actions = z.optional(z.array(z.string()));
const dimensions = z.optional(z.array(z.object({ Name: z.string(), Value: z.string() })));
const shared = {
  AlarmName: text,
  AlarmDescription: text,
  ActionsEnabled: z.optional(z.boolean()),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
};
const Query = z.object({
  Id: z.string(),
  Expression: text,
  Label: text,
  ReturnData: z.optional(z.boolean()),
  Period: number,
  MetricStat: z.optional(
    z.object({
      Metric: z.object({ Namespace: text, MetricName: text, Dimensions: dimensions }),
      Period: z.coerce.number(),
      Stat: z.string(),
    }),
  ),
});
const AlarmProperties = z.object({
  ...shared,
  MetricName: text,
  Namespace: text,
  Statistic: z.optional(z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'])),
  ExtendedStatistic: text,
  Dimensions: dimensions,
  Period: number,
  EvaluationPeriods: number,
  DatapointsToAlarm: number,
  Threshold: number,
  ThresholdMetricId: text,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
    'LessThanLowerOrGreaterThanUpperThreshold',
    'LessThanLowerThreshold',
    'GreaterThanUpperThreshold',
  ]),
  TreatMissingData: text,
  EvaluateLowSampleCountPercentile: text,
  Metrics: z.optional(z.array(Query)),
});
const CompositeProperties = z.object({
  ...shared,
  AlarmRule: z.string(),
  ActionsSuppressor: text,
  ActionsSuppressorWaitPeriod: number,
  ActionsSuppressorExtensionPeriod: number,
});

/** `Ref` of an alarm is its name (documented in the resource's page). */
export const createTemplateResources = (
  cloud: Cloud,
  book: AlarmBook,
  watch: (alarmName: string) => void,
): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::CloudWatch::Alarm': {
    create: (resource) => {
      const properties = parseProperties(AlarmProperties, resource);
      const AlarmName = properties.AlarmName ?? generatedName(resource.logicalId, cloud.random);
      const { name, arn } = putMetricAlarm(cloud, book, { ...properties, AlarmName });
      watch(name);
      return { ref: name, attributes: { Arn: arn } };
    },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    create: (resource) => {
      const properties = parseProperties(CompositeProperties, resource);
      const AlarmName = properties.AlarmName ?? generatedName(resource.logicalId, cloud.random);
      const { name, arn } = putCompositeAlarm(cloud, book, { ...properties, AlarmName });
      return { ref: name, attributes: { Arn: arn } };
    },
  },
});
