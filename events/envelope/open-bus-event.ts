import * as actionState from '../action-state/normalise';
import * as alarmState from '../alarm-state/normalise';
import * as deploymentState from '../deployment-state/normalise';
import * as instanceState from '../instance-state/normalise';
import * as pipelineState from '../pipeline-state/normalise';
import * as stageState from '../stage-state/normalise';
import type { NormalisedEvent } from './normalised-event';
import type { Reading } from './reading';
import { BusEnvelope } from './schema';

type Reader = (value: unknown) => Reading<NormalisedEvent>;

/** By source and detail type. Nobody but AWS can put a source that begins with `aws.` on a bus. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['aws.codedeploy CodeDeploy Deployment State-change Notification', deploymentState.fromBus],
  ['aws.codedeploy CodeDeploy Instance State-change Notification', instanceState.fromBus],
  ['aws.codepipeline CodePipeline Pipeline Execution State Change', pipelineState.fromBus],
  ['aws.codepipeline CodePipeline Stage Execution State Change', stageState.fromBus],
  ['aws.codepipeline CodePipeline Action Execution State Change', actionState.fromBus],
  ['aws.cloudwatch CloudWatch Alarm State Change', alarmState.fromBus],
]);

/** An event of EventBridge's shape, as a bus, a topic or a queue delivers it. */
export const openBusEvent = (value: object): Reading<NormalisedEvent> => {
  const { data } = BusEnvelope.safeParse(value);
  const reader = data && READERS.get(`${data.source} ${data['detail-type']}`);
  if (reader !== undefined) return reader(value);
  const name = data === undefined ? 'an event' : `${data['detail-type']} of ${data.source}`;
  return toOther(name.slice(0, 100), data?.id);
};

const toOther = (name: string, id: string | undefined): Reading<NormalisedEvent> => {
  const key = `event/${id ?? name}`;
  return { event: { meaning: 'Other', id: id ?? key, key, name } };
};

/** The same event under the name that notification rules give it. It has no id of its own. */
export const openCodestar = (value: object): Reading<NormalisedEvent> => {
  const { detailType }: { detailType?: unknown } = value;
  return openBusEvent({ ...value, id: undefined, 'detail-type': detailType });
};
