import { GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { ReleaseWatch } from '../release-watch';
import type { Scenario } from '../sandbox';
import { verdictsOf } from '../what-slipway-said';
import type { MatrixPlatform } from './platform';
import type { Health, Play, ReleaseEnd, Row } from './row';

const MINUTE = 60_000;
const ENDED: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
const LOOK_EVERY_MS = 30_000;
/** A hook's hour, and what follows. */
const LONGEST_MS = 90 * MINUTE;

export interface Stand {
  readonly scenario: Scenario;
  readonly platform: MatrixPlatform;
  readonly watch: ReleaseWatch;
  /** Answers nobody. */
  readonly silentHook: string;
}

/** What a row came to, in the words of its `ends` and `serves`. */
export interface Played {
  readonly deploymentIds: readonly string[];
  readonly ends: readonly ReleaseEnd[];
  readonly serves: string;
}

/** The deployment group of a row: its name in words that AWS takes. */
export const groupOf = ({ name }: Row): string => name.replaceAll(/\W+/g, '-');

/** Plays a row from its first release to its end. Runs under the clock's hold. */
export const playRow = async (stand: Stand, row: Row): Promise<Played> => {
  const { scenario, platform } = stand;
  const group = groupOf(row);
  await platform.createGroup(scenario, group);
  if (row.policy === 'unreadable') await spoilPolicy(scenario, `${platform.application}/${group}`);
  const play = createPlay(stand, row);
  await row.before?.(play);
  const ids: string[] = [];
  for (const health of row.releases) {
    const id = await play.release(health);
    ids.push(id);
    await row.during?.(play, id, ids.length);
    await untilEnded(stand, id);
  }
  await play.sleep(row.afterMin ?? 2);
  const ends: ReleaseEnd[] = [];
  for (const id of ids) ends.push(await endOf(stand, id));
  return { deploymentIds: ids, ends, serves: await platform.servedBy(scenario, group) };
};

const createPlay = ({ scenario, platform, watch, silentHook }: Stand, row: Row): Play => {
  const { sandbox, operator, stage } = scenario;
  const group = groupOf(row);
  let version = 1;
  const shapeOf = (metricName: string, dimensions: Record<string, string>, values: number[]) => {
    const nowEpochMs = sandbox.clock.nowEpochMs();
    const fromEpochMs = nowEpochMs - (nowEpochMs % MINUTE);
    const untilEpochMs = fromEpochMs + values.length * MINUTE;
    const about = { namespace: 'Shop', metricName, dimensions };
    sandbox.ports.metrics.shape({ ...about, fromEpochMs, untilEpochMs, values });
  };
  const payloadOf = (deploymentId: string): string => {
    const name = row.hookIsSilent === true ? silentHook : platform.hookFunction;
    const [first] = watch.invocationsOf(deploymentId, name);
    if (first === undefined) throw new Error(`No hook was invoked for ${deploymentId}.`);
    return JSON.stringify(first.event);
  };
  return {
    scenario,
    platform,
    group,
    sleep: (minutes) => stage.sleep(minutes * MINUTE),
    release: async (health) => {
      version += 1;
      const hookFunction = row.hookIsSilent === true ? silentHook : undefined;
      const order = { group, version: String(version), hookFunction };
      const id = await platform.release(scenario, order).catch((error: unknown) => {
        version -= 1;
        throw error;
      });
      if (health !== 'silent') shapeOf('Errors', { Release: id }, ERRORS[health]);
      return id;
    },
    shape: (metricName, perMinute) => shapeOf(metricName, { Group: group }, [...perMinute]),
    putAlarm: async (metricName) => {
      const name = `${group}-${metricName}`;
      await operator.cloudWatch.send(
        new PutMetricAlarmCommand({
          ...{ AlarmName: name, Namespace: 'Shop', MetricName: metricName },
          Dimensions: [{ Name: 'Group', Value: group }],
          ...{ Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 0 },
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
      return name;
    },
    payloadOf,
    invokeHook: async (deploymentId) => {
      await operator.lambda.send(
        new InvokeCommand({
          FunctionName: platform.hookFunction,
          Payload: Buffer.from(payloadOf(deploymentId)),
        }),
      );
    },
    stop: async (deploymentId) => {
      const request = { deploymentId, autoRollbackEnabled: true };
      await operator.codeDeploy.send(new StopDeploymentCommand(request));
    },
  };
};

/** Errors of each minute, for longer than any release takes. */
const ERRORS: Readonly<Record<Exclude<Health, 'silent'>, number[]>> = {
  good: Array.from({ length: 30 }, () => 0),
  bad: Array.from({ length: 30 }, () => 5),
};

const spoilPolicy = async ({ operator, sandbox }: Scenario, name: string): Promise<void> => {
  await operator.dynamoDb.send(
    new PutItemCommand({
      TableName: sandbox.ledgerTable,
      Item: {
        pk: { S: `policy#${name}` },
        sk: { S: 'current' },
        version: { N: '1' },
        body: { S: '{"mode":"enforce"}' },
      },
    }),
  );
};

const untilEnded = async ({ scenario }: Stand, deploymentId: string): Promise<void> => {
  const { stage, sandbox } = scenario;
  const giveUpEpochMs = sandbox.clock.nowEpochMs() + LONGEST_MS;
  for (;;) {
    const ids = [deploymentId, await rollbackOf(scenario, deploymentId)];
    const statuses: string[] = [];
    for (const id of ids) if (id !== undefined) statuses.push(await stage.statusOf(id));
    if (statuses.every((status) => ENDED.includes(status))) return;
    if (sandbox.clock.nowEpochMs() > giveUpEpochMs)
      throw new Error(`${deploymentId} has not ended: ${statuses.join(', ')}.`);
    await stage.sleep(LOOK_EVERY_MS);
  }
};

/** The id of the deployment that takes it back. */
export const rollbackOf = async (
  { operator }: Scenario,
  deploymentId: string,
): Promise<string | undefined> => {
  const { deploymentInfo } = await operator.codeDeploy.send(
    new GetDeploymentCommand({ deploymentId }),
  );
  return deploymentInfo?.rollbackInfo?.rollbackDeploymentId;
};

const endOf = async ({ scenario, watch }: Stand, deploymentId: string): Promise<ReleaseEnd> => {
  const verdicts = await verdictsOf(scenario, { deploymentId });
  const rollbackId = await rollbackOf(scenario, deploymentId);
  return {
    status: await scenario.stage.statusOf(deploymentId),
    answers: watch.answersOf(deploymentId),
    verdicts: verdicts.map(({ outcome, reason, answer }) => `${outcome} ${reason} ${answer}`),
    checks: (verdicts.at(-1)?.checks ?? []).map(
      ({ name, outcome, reason }) => `${name} ${outcome} ${reason}`,
    ),
    rollback: rollbackId === undefined ? undefined : await scenario.stage.statusOf(rollbackId),
    pages: watch.pagesOf(deploymentId),
  };
};
