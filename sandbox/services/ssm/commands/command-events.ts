import { instanceArn } from '../../../hosts/host';
import type { Cloud } from '../../../service';
import type { Command, Invocation } from './command';
import type { CommandStanding } from './command-status';

/**
 * Best effort, on AWS: here they always come, unless a fault is ordered. The command's carries all its parameters, the
 * invocation's neither exit code nor details. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
export const emitInvocation = (cloud: Cloud, command: Command, invocation: Invocation): void =>
  cloud.ports.events.emit({
    source: 'aws.ssm',
    detailType: 'EC2 Command Invocation Status-change Notification',
    resources: [instanceArn(cloud, invocation.instanceId)],
    detail: {
      'command-id': command.id,
      'document-name': command.document.name,
      'instance-id': invocation.instanceId,
      'requested-date-time': new Date(command.requestedEpochMs).toISOString(),
      status: invocation.status,
    },
  });

export const emitCommand = (cloud: Cloud, command: Command, { status }: CommandStanding): void =>
  cloud.ports.events.emit({
    source: 'aws.ssm',
    detailType: 'EC2 Command Status-change Notification',
    resources: command.invocations.map(({ instanceId }) => instanceArn(cloud, instanceId)),
    detail: {
      'command-id': command.id,
      'document-name': command.document.name,
      'expire-after': new Date(command.expiresEpochMs).toISOString(),
      parameters: command.parameters,
      'requested-date-time': new Date(command.requestedEpochMs).toISOString(),
      status,
    },
  });
