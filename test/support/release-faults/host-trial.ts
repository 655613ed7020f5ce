import {
  createFleetInPlace,
  createTwoFleets,
  deployToHosts,
  readDeployment,
} from '../hosts-at-work';
import { untilItEnds } from './hook-trial';
import { judgedByAlarm, MINUTE, type PlaceOnTrial } from './trial';
import { isMild } from './trouble';

const WAIT_MIN = 30;
const EIGHT_HOURS = 8 * 60 * MINUTE;

/** A blue/green deployment to hosts, which waits for a word before it moves traffic. */
export const HOSTS_BLUE_GREEN: PlaceOnTrial = {
  name: 'ready',
  prepare: async ({ scenario, heard }, group) => {
    await createTwoFleets(scenario, group, WAIT_MIN);
    return async (trouble) => {
      const deploymentId = await deployToHosts(scenario, { group, key: 'v1.zip', toGreen: true });
      let readyEpochMs = 0;
      await scenario.stage.until('it to be ready', async () => {
        readyEpochMs = scenario.sandbox.clock.nowEpochMs();
        const { status = 'Created' } = await readDeployment(scenario, deploymentId);
        return !['Created', 'InProgress'].includes(status);
      });
      const status = await untilItEnds(scenario, deploymentId, WAIT_MIN + 10);
      const answers = heard.about(deploymentId);
      const limitEpochMs = readyEpochMs + WAIT_MIN * MINUTE;
      return {
        deploymentId,
        status,
        wentThrough: status === 'Succeeded',
        may: judgedByAlarm(trouble),
        waits: [{ name: 'ready', answers, limitEpochMs }],
        answers: { operations: ['ContinueDeployment', 'StopDeployment'], tries: Infinity },
      };
    };
  },
};

/** Two hosts that are updated one after the other, four minutes each. Nothing waits: what fails is stopped. */
export const HOSTS_IN_PLACE: PlaceOnTrial = {
  name: 'in-place',
  prepare: async ({ scenario, heard }, group) => {
    await createFleetInPlace(scenario, group);
    return async (trouble) => {
      const deploymentId = await deployToHosts(scenario, { group, key: 'v2.zip' });
      const startEpochMs = scenario.sandbox.clock.nowEpochMs();
      const status = await untilItEnds(scenario, deploymentId, 60);
      const wentThrough = status === 'Succeeded';
      const stops = heard.about(deploymentId);
      const { goThrough, stop } = judgedByAlarm(trouble);
      return {
        deploymentId,
        status,
        wentThrough,
        // It does not wait while who judges it is in trouble.
        may: { goThrough: goThrough || !isMild(trouble), stop },
        waits: wentThrough
          ? []
          : [{ name: 'in place', answers: stops, limitEpochMs: startEpochMs + EIGHT_HOURS }],
        answers: { operations: ['StopDeployment'], tries: Infinity },
      };
    };
  },
};
