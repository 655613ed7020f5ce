import type { Cloud } from '../../../service';
import { AwsError } from '../../../service';
import type { Rule, RuleTarget } from '../bus-book';
import { FAILED_TO_ASSUME_ROLE } from './delivery-error';

/** Hands one payload to one kind of target, by the service in its ARN. Throws what the service answers. */
export interface TargetKind {
  /** What the target's role, or the rule on its own behalf, must be allowed. */
  readonly action: string;
  /** Documented: Lambda targets of a rule take no role, state machines and buses need one. */
  readonly role: 'none' | 'optional' | 'required';
  send(request: TargetRequest): void;
}
export interface TargetRequest {
  readonly targetArn: string;
  readonly payload: string;
  /** Set where the target has no role: then the resource's own policy decides. */
  readonly as?: { readonly service: string; readonly sourceArn: string };
}

/** The kinds that are always there; others are added through the port (`acceptTargets`). */
export const builtInTargets = (cloud: Cloud): Map<string, TargetKind> =>
  new Map<string, TargetKind>([
    [
      'lambda',
      {
        action: 'lambda:InvokeFunction',
        role: 'none',
        send: ({ targetArn, payload, as }) =>
          cloud.ports.functions.invokeAsync(targetArn, payload, as),
      },
    ],
    [
      'sqs',
      {
        action: 'sqs:SendMessage',
        role: 'optional',
        send: ({ targetArn, payload, as }) => cloud.ports.queues.send(targetArn, payload, {}, as),
      },
    ],
    [
      'sns',
      {
        action: 'sns:Publish',
        role: 'optional',
        send: ({ targetArn, payload, as }) =>
          cloud.ports.topics.publish(targetArn, { body: payload }, as),
      },
    ],
  ]);

export const targetServiceOf = (arn: string): string => arn.split(':')[2] ?? '';

/** With the target's role where it has one, else as EventBridge itself on behalf of the rule. */
export const sendToTarget = (
  cloud: Cloud,
  kinds: ReadonlyMap<string, TargetKind>,
  { rule, target, payload }: { rule: Rule; target: RuleTarget; payload: string },
): void => {
  const kind = kinds.get(targetServiceOf(target.Arn));
  if (kind === undefined)
    throw new AwsError('ResourceNotFoundException', `Nothing here is a target ${target.Arn}.`);
  const { RoleArn: roleArn } = target;
  if (roleArn !== undefined) {
    checkRole(cloud, roleArn, kind.action, target.Arn);
    return kind.send({ targetArn: target.Arn, payload });
  }
  return kind.send({
    targetArn: target.Arn,
    payload,
    as: { service: 'events.amazonaws.com', sourceArn: rule.arn },
  });
};

/** A role that is not known cannot be taken on: the sandbox's EventBridge is given roles of templates. */
const checkRole = ({ ports }: Cloud, roleArn: string, action: string, targetArn: string): void => {
  const { identity } = ports;
  if (identity.trusts(roleArn, 'events.amazonaws.com') !== true)
    throw new AwsError(FAILED_TO_ASSUME_ROLE, `The role ${roleArn} cannot be assumed.`);
  if (identity.isAllowed(roleArn, action, targetArn) !== true)
    throw new AwsError(
      'AccessDeniedException',
      `${roleArn} is not authorized to perform: ${action} on resource: ${targetArn}`,
    );
};
