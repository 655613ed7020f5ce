import type { Cloud, PassedRole } from '../../service';
import { invalidValue } from './errors';
import type { FunctionSettings } from './store/function-record';

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html) */
export const passedToLambda = (roleArn: string | undefined): readonly PassedRole[] =>
  roleArn === undefined ? [] : [{ roleArn, service: 'lambda.amazonaws.com' }];

/** What an event source mapping does to its queue, under the function's role. */
const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** A role that the sandbox does not know may do everything here (assumed): operators' own scripts bring such roles. */
const mayNot = (
  { ports }: Pick<Cloud, 'ports'>,
  role: string,
  action: string,
  resource: string,
): boolean => ports.identity.isAllowed(role, action, resource) === false;

/** The first of these that the role may not do to the queue. */
const lackingOn = (
  cloud: Pick<Cloud, 'ports'>,
  role: string,
  queueArn: string,
): string | undefined => QUEUE_ACTIONS.find((name) => mayNot(cloud, role, `sqs:${name}`, queueArn));

const lacks = (action: string, service: string): string =>
  `The provided execution role does not have permissions to call ${action} on ${service}`;

/**
 * Throws InvalidParameterValueException where Lambda cannot take the role on, or where the role may not send to the
 * dead-letter target. Sentences assumed, after what users report.
 */
export const checkExecutionRole = (
  cloud: Pick<Cloud, 'ports'>,
  { role, deadLetterArn }: Pick<FunctionSettings, 'role' | 'deadLetterArn'>,
): void => {
  if (cloud.ports.identity.trusts(role, 'lambda.amazonaws.com') === false)
    throw invalidValue('The role defined for the function cannot be assumed by Lambda.');
  if (deadLetterArn === undefined) return;
  const toTopic = deadLetterArn.split(':')[2] === 'sns';
  const action = toTopic ? 'sns:Publish' : 'sqs:SendMessage';
  if (mayNot(cloud, role, action, deadLetterArn))
    throw invalidValue(toTopic ? lacks('Publish', 'SNS') : lacks('SendMessage', 'SQS'));
};

/**
 * Throws InvalidParameterValueException where the role cannot read the queue.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html), the sentence after users' reports
 */
export const checkReader = (cloud: Pick<Cloud, 'ports'>, role: string, queueArn: string): void => {
  const action = lackingOn(cloud, role, queueArn);
  if (action !== undefined) throw invalidValue(lacks(action, 'SQS'));
};

/** Why a mapping does not read now; undefined where it may. */
export const readingRefused = (
  cloud: Pick<Cloud, 'ports'>,
  role: string,
  queueArn: string,
): string | undefined => {
  const action = lackingOn(cloud, role, queueArn);
  return action && `${role} is not authorized to perform: sqs:${action} on resource: ${queueArn}`;
};
