import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const cloudwatchProvenance: ProvenanceTable = {
  service: 'cloudwatch',
  rows: [
    { id: 'cloudwatch.alarm-event', known: 'documented', behaviour: '`CloudWatch Alarm State Change` and its times', at: 'services/cloudwatch/alarm-messages.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html', date: '2026-11' },
    { id: 'cloudwatch.alarm-action-event', known: 'documented', behaviour: "What a function that is an alarm's action receives", at: 'services/cloudwatch/alarm-messages.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html', date: '2026-11' },
    { id: 'cloudwatch.alarm-topic-message', known: 'assumed', behaviour: 'The message on a topic', at: 'services/cloudwatch/alarm-messages.ts', date: '2026-11' },
    { id: 'cloudwatch.alarm-times', known: 'documented', behaviour: 'How CloudWatch writes times into its events', at: 'services/cloudwatch/alarm.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html', date: '2026-11' },
    { id: 'cloudwatch.alarm-rule', known: 'documented', behaviour: 'NOT binds before AND, AND before OR', at: 'services/cloudwatch/alarm-rule.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html', date: '2026-11' },
    { id: 'cloudwatch.changes-only', known: 'documented', behaviour: 'Only a change of the value is told', at: 'services/cloudwatch/change-state.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html', date: '2026-11' },
    { id: 'cloudwatch.composite-reason', known: 'assumed', behaviour: "The reason of a composite alarm's change", at: 'services/cloudwatch/change-state.ts', date: '2026-11' },
    { id: 'cloudwatch.failed-action', known: 'assumed', behaviour: 'A failing action is noted and not tried again', at: 'services/cloudwatch/change-state.ts', date: '2026-11' },
    { id: 'cloudwatch.composite-permission', known: 'documented', behaviour: 'Composite alarms need a permission on `*`', at: 'services/cloudwatch/cloudwatch.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html', date: '2026-11' },
    { id: 'cloudwatch.names-narrow', known: 'assumed', behaviour: 'Names narrow what DescribeAlarms is authorised on', at: 'services/cloudwatch/cloudwatch.ts', date: '2026-11' },
    { id: 'cloudwatch.delete-all-or-none', known: 'documented', behaviour: 'No alarm is deleted where one is missing', at: 'services/cloudwatch/cloudwatch.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html', date: '2026-11' },
    { id: 'cloudwatch.metric-alarms-only', known: 'documented', behaviour: 'Without AlarmTypes only metric alarms are given', at: 'services/cloudwatch/describe-alarms.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html', date: '2026-11' },
    { id: 'cloudwatch.periods', known: 'documented', behaviour: 'A period stands for the time from its start', at: 'services/cloudwatch/metrics.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html', date: '2026-11' },
    { id: 'cloudwatch.put-keeps-state', known: 'documented', behaviour: 'Changing an alarm leaves its state; what is required', at: 'services/cloudwatch/put-alarm.ts', source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html', date: '2026-11' },
    { id: 'cloudwatch.put-alarm-sentences', known: 'assumed', behaviour: 'The words for an alarm that is incomplete', at: 'services/cloudwatch/put-alarm.ts', date: '2026-11' },
    { id: 'cloudwatch.alarm-ref', known: 'documented', behaviour: '`Ref` of an alarm is its name', at: 'services/cloudwatch/template-resources.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html', date: '2026-11' },
  ],
};
