import { ListExecutionsCommand, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { Policy } from '../config/schema/policy';
import { createSandbox } from '../sandbox/cloud';
import type { TimedEntry } from '../sandbox/service';
import { takeFirstSteps } from '../sandbox/stories/first-steps';
import { createOperator, type Operator } from '../sandbox/stories/operator';
import { createStage, type Stage } from '../sandbox/stories/stage';
import { atMost, type Figure } from './figures';

/** What a validated release takes of AWS. The sweep is not counted: it runs each minute, releases or not. */
interface Cost {
  /** States that the release-validation machine entered, and tries of theirs that were repeated. */
  readonly transitions: number;
  readonly invocations: number;
  readonly ledgerWrites: number;
}

const INVOKE = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const ALARM = { name: 'no alarm is red', kind: 'alarms', alarms: ['shop-errors'] };
const STAYS = { ...ALARM, name: 'no alarm goes red' };
const SHORT = {
  application: 'shop',
  deploymentGroup: 'short',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: [INVOKE, ALARM], AfterAllowTraffic: [INVOKE, ALARM] },
};
const BAKED = {
  ...SHORT,
  deploymentGroup: 'baked',
  bake: { after: 'AfterAllowTraffic', durationSec: 600, intervalSec: 60, checks: [STAYS] },
};
/** Each with two hooks of two checks; limits are what they take today, and a tenth. */
const RELEASES = [
  { group: 'short', what: 'short checks', limits: { transitions: 0, invocations: 10, writes: 40 } },
  {
    group: 'baked',
    what: 'a bake of 10 min at 60 s',
    limits: { transitions: 34, invocations: 22, writes: 63 },
  },
] as const;

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-dev-release-validation';
const RECONCILE = 'slipway-dev-reconcile';
const WRITES: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** Figures of one release each, counted in virtual time: they are the same on every machine. */
export const measureReleaseCosts = async (packageFolder: string): Promise<readonly Figure[]> => {
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: Date.UTC(2026, 10, 2, 12),
    channels: ['releases'],
  });
  const operator = createOperator(sandbox.url);
  const stage = createStage({ sandbox, operator, narrate: () => undefined });
  try {
    return await sandbox.clock.hold(async () => {
      await takeFirstSteps(sandbox, operator, [Policy.parse(SHORT), Policy.parse(BAKED)]);
      await stage.createAlarm('shop-errors');
      const figures: Figure[] = [];
      for (const { group, what, limits } of RELEASES) {
        const cost = await costOf(stage, () => release(stage, group));
        figures.push(
          atMost(`state transitions, ${what}`, cost.transitions, 'a release', limits.transitions),
          atMost(`Lambda invocations, ${what}`, cost.invocations, 'a release', limits.invocations),
          atMost(`ledger writes, ${what}`, cost.ledgerWrites, 'a release', limits.writes),
        );
      }
      return figures;
    });
  } finally {
    operator.stop();
    await sandbox.stop();
  }
};

const release = async (stage: Stage, group: string): Promise<void> => {
  const functionName = `shop-${group}`;
  const source = (build: number): string =>
    `exports.handler = async () => ({ statusCode: 200, build: ${build} });`;
  const from = await stage.createFunction(functionName, source(1));
  const to = await stage.updateFunction(functionName, source(2));
  await stage.createAlias(functionName, 'live', from);
  await stage.createGroup('shop', group);
  const about = { application: 'shop', group, functionName, alias: 'live' };
  const deploymentId = await stage.deploy({ ...about, from, to });
  const status = await stage.untilEnded(deploymentId);
  if (status !== 'Succeeded') throw new Error(`The release of shop/${group} is ${status}.`);
  await stage.untilTold([deploymentId]);
};

const costOf = async ({ sandbox, operator }: Stage, act: () => Promise<void>): Promise<Cost> => {
  const entries: TimedEntry[] = [];
  const before = await transitionsSoFar(operator);
  const unfollow = sandbox.journal.follow((entry) => entries.push(entry));
  await act();
  unfollow();
  const invoked = entries.filter(
    (it) =>
      it.kind === 'invocation' &&
      it.functionName.includes('slipway-') &&
      it.functionName !== RECONCILE,
  );
  const written = entries.filter(
    (it) =>
      it.kind === 'call' &&
      it.service === 'dynamodb' &&
      WRITES.includes(it.operation) &&
      it.caller.functionName !== undefined &&
      it.caller.functionName !== RECONCILE,
  );
  return {
    transitions: (await transitionsSoFar(operator)) - before,
    invocations: invoked.length,
    ledgerWrites: written.length,
  };
};

/** Of all executions of the machine, by their histories. */
const transitionsSoFar = async ({ stepFunctions: client }: Operator): Promise<number> => {
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: MACHINE }),
  );
  const types: string[] = [];
  for (const { executionArn } of executions)
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
      types.push(...events.flatMap(({ type }) => type ?? []));
  return transitionsIn(types);
};

/**
 * "A state transition is counted each time a step of your workflow is executed", tries that are repeated too:
 * https://aws.amazon.com/step-functions/pricing/
 */
const transitionsIn = (types: readonly string[]): number => {
  const count = (wanted: RegExp): number => types.filter((type) => wanted.test(type)).length;
  const repeated = count(/^TaskScheduled$/) - count(/^TaskStateEntered$/);
  return count(/StateEntered$/) + Math.max(0, repeated);
};
