import * as z from 'zod/mini';
import { isoTime } from '../envelope/timestamp';

const alarmName = z.string().check(z.minLength(1), z.maxLength(255));
const Condition = z.object({
  /** OK, ALARM or INSUFFICIENT_DATA. */
  value: z.string(),
  reason: z.optional(z.string()),
  /** JSON text. Absent where nothing was evaluated. */
  reasonData: z.optional(z.string()),
  timestamp: z.optional(isoTime),
  /** WaitPeriod, ExtensionPeriod or Alarm: the alarm is on, and whoever acts for it must not. */
  actionsSuppressedBy: z.optional(z.string()),
  /** PARTIAL_DATA of a Metrics Insights query that saw too much. */
  evaluationState: z.optional(z.string()),
});
const change = {
  alarmName,
  state: Condition,
  previousState: z.optional(Condition),
  /** A composite alarm has a rule and no metrics. */
  configuration: z.optional(z.object({ alarmRule: z.optional(z.string()) })),
};

/**
 * `CloudWatch Alarm State Change`, on the bus.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const AlarmState = z.object({
  id: z.optional(z.string()),
  account: z.string(),
  region: z.string(),
  time: isoTime,
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  detail: z.object(change),
});

/**
 * What a function receives that is an alarm's action.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export const AlarmAction = z.object({
  source: z.literal('aws.cloudwatch'),
  alarmArn: z.string(),
  accountId: z.string(),
  region: z.string(),
  time: isoTime,
  alarmData: z.object(change),
});

/**
 * What an alarm publishes to a topic: other names, the region's display name, and no word of suppression. `AlarmArn`
 * is absent in older messages.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export const AlarmMessage = z.object({
  AlarmName: alarmName,
  AWSAccountId: z.string(),
  NewStateValue: z.string(),
  NewStateReason: z.optional(z.string()),
  OldStateValue: z.optional(z.string()),
  StateChangeTime: isoTime,
  AlarmArn: z.optional(z.string()),
  AlarmRule: z.optional(z.string()),
});
