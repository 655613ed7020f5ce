import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../../domain/ledger/audit-trail';
import type { SlackRow } from '../../sandbox/console/snapshot';
import type { Stage } from '../../sandbox/stories/stage';
import { releaseAtOnce } from './release-at-once';

/** An alarm about which nothing is known: the check is inconclusive, and its policy asks a person. */
const ASKED = {
  name: 'no alarm is red',
  kind: 'alarms',
  alarms: ['shop-errors'],
  onInconclusive: 'ask',
};

/** Of every group of `shop`: Ana or Ben may answer for a release that nothing is known of. */
export const ASKING_POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  approvers: ['U0ANA', 'U0BEN'],
  checks: { BeforeAllowTraffic: [ASKED] },
};

export const ASKING_HOOK = {
  BeforeAllowTraffic: 'CodeDeployHook_slipway-dev-BeforeAllowTraffic',
};

const buttonsOf = ({ blocks }: SlackRow): string =>
  JSON.stringify((blocks as readonly { type: string }[]).filter(({ type }) => type === 'actions'));

/** Whether the message has buttons that answer for this deployment. */
export const asksAbout = (row: SlackRow, deploymentId: string): boolean =>
  buttonsOf(row).includes(deploymentId);

/** The message that asks about this deployment; undefined once its buttons are gone. */
export const questionOf = ({ sandbox }: Stage, deploymentId: string): SlackRow | undefined =>
  sandbox.slack.messages().find((row) => asksAbout(row, deploymentId));

/** Releases a version that nothing is known of, and waits until Slack asks about it. */
export const releaseUntilAsked = async (stage: Stage, group: string) => {
  await stage.createAlarm('shop-errors', 'INSUFFICIENT_DATA');
  const deploymentId = await releaseAtOnce(stage, {
    application: 'shop',
    group,
    hooks: ASKING_HOOK,
  });
  await stage.until('the question', async () => questionOf(stage, deploymentId) !== undefined);
  const question = questionOf(stage, deploymentId);
  if (question === undefined) throw new Error('The question went away.');
  const press = (userId: string, actionId: string) =>
    stage.sandbox.slack.press({ userId, channel: question.channel, ts: question.ts, actionId });
  return { deploymentId, question, press };
};

/** A stranger may not answer, an approver may: for whoever plays all that functions do. */
export const answerInSlack = async (stage: Stage): Promise<void> => {
  const { deploymentId, press } = await releaseUntilAsked(stage, 'asked');
  await press('U0DEV', 'gate.pass');
  await stage.sleep(60_000);
  await press('U0ANA', 'gate.pass');
  await stage.untilEnded(deploymentId);
  await stage.untilTold([deploymentId]);
};

/** `U0ANA pass recorded ByApprover`: what people said to a release, in order, as the ledger has it. */
export const auditOf = async (
  { sandbox, operator }: Pick<Stage, 'sandbox' | 'operator'>,
  deploymentId: string,
): Promise<readonly string[]> => {
  const { Items = [] } = await operator.dynamoDb.send(
    new QueryCommand({
      TableName: sandbox.ledgerTable,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: {
        ':pk': { S: `release#123456789012/eu-west-1/${deploymentId}` },
        ':sk': { S: 'audit#' },
      },
    }),
  );
  return Items.map((item) => JSON.parse(item.body?.S ?? '{}') as AuditEntry).map(
    ({ who, decision, outcome, reason }) => `${who} ${decision} ${outcome} ${reason}`,
  );
};
