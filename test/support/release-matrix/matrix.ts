import { withoutSlack } from '../edited-package';
import { watchReleases } from '../release-watch';
import { startScenario, type Scenario } from '../sandbox';
import type { MatrixPlatform } from './platform';
import { groupOf, playRow, rollbackOf, type Played, type Stand } from './play-row';
import type { PolicyParts, Row } from './row';

export interface PlayedMatrix {
  readonly stand: Stand;
  /** What became of each row, by its name. Throws what its play threw. */
  playedOf(row: Row): Played;
  /** The deployment that took a release back. */
  rollbackOf(deploymentId: string | undefined): Promise<string | undefined>;
  stop(): Promise<void>;
}

export interface MatrixOptions {
  /** What the platform needs once. */
  readonly setUp?: (scenario: Scenario) => Promise<void>;
  readonly hooksRunOnRollback?: boolean;
}

const SILENT_HOOK = 'CodeDeployHook_team-silent';
/** So that rows which do the same do not do it at the same second. */
const APART_MS = 13_000;

/** Plays all rows on one platform, side by side in one virtual day. */
export const playMatrix = async (
  platform: MatrixPlatform,
  rows: readonly Row[],
  { setUp = async () => undefined, ...options }: MatrixOptions = {},
): Promise<PlayedMatrix> => {
  const policies = rows.flatMap((row) =>
    typeof row.policy === 'string' ? [] : [policyOf(platform, row, row.policy)],
  );
  const scenario = await startScenario({ ...options, policies, edits: [withoutSlack] });
  const watch = watchReleases(scenario.sandbox);
  const stand: Stand = { scenario, platform, watch, silentHook: SILENT_HOOK };
  const playAll = async (): Promise<readonly PromiseSettledResult<Played>[]> => {
    await scenario.play(async ({ createFunction }) => {
      await createFunction(SILENT_HOOK, 'exports.handler = async () => "looks good to me";');
      await setUp(scenario);
    });
    return Promise.allSettled(
      rows.map((row, index) =>
        scenario.play(async ({ sleep }) => {
          await sleep(index * APART_MS);
          return playRow(stand, row);
        }),
      ),
    );
  };
  const results = await playAll().catch(async (error: unknown) => {
    await scenario.stop();
    throw error;
  });
  return {
    stand,
    playedOf: (row) => {
      const result = results[rows.indexOf(row)];
      if (result === undefined) throw new Error(`${row.name} was not played.`);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
    rollbackOf: (deploymentId = 'none') => rollbackOf(scenario, deploymentId),
    stop: () => {
      watch.stop();
      return scenario.stop();
    },
  };
};

const policyOf = (
  { application, hook }: MatrixPlatform,
  row: Row,
  { mode = 'enforce', bake }: PolicyParts,
) => ({
  application,
  deploymentGroup: groupOf(row),
  mode,
  channel: 'releases',
  checks: {},
  bake: { after: hook, durationSec: 300, intervalSec: 60, checks: bake },
});
