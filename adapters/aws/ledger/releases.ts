import * as z from 'zod/mini';
import type { Clock } from '../../../domain/ports';
import { parseJson } from '../../../domain/releases/checks/json';
import { HOOKS } from '../../../domain/releases/gates';
import type { ReleaseRecord, Releases, StoredVerdict } from '../../../domain/releases/ports';
import type { ReleaseKey } from '../../../domain/releases/release';
import { RELEASE_STATES } from '../../../domain/releases/release';
import { AlarmStateText } from './stored-observation';
import type { Item, Table } from './table';
import { releasePk, ttlEpochSec } from './table';
import { toStoredVerdict } from './verdicts';

/** What was heard of releases: facts only grow, so their order and number do not matter. */
export const createReleases = (table: Table, clock: Clock): Releases => ({
  note: (release, { heard, runId, alarmsAtStart, ...facts }) =>
    table.note(
      { pk: releasePk(release), sk: 'facts' },
      {
        set: facts,
        once: {
          runId,
          alarmsAtStart: alarmsAtStart && JSON.stringify(alarmsAtStart),
          ...(heard && { [`heard_${heard.state}`]: heard.at }),
        },
        ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'release'),
      },
    ),
  read: (release) => readRelease(table, release),
});

/** Undefined where nothing was heard of the release. */
export const readRelease = async (
  table: Pick<Table, 'list'>,
  release: ReleaseKey,
): Promise<ReleaseRecord | undefined> => {
  const items = await table.list(releasePk(release));
  return items.length === 0 ? undefined : toRecord(release.deploymentId, items);
};

/** Gates that were judged in the same moment stand in the order in which a release comes to them. */
const byStart = (left: StoredVerdict, right: StoredVerdict): number =>
  left.startedAt.localeCompare(right.startedAt) || rankOf(left) - rankOf(right);

const rankOf = ({ hook }: StoredVerdict): number => HOOKS.findIndex((it) => it === hook);

const AlarmsAtStart = z.record(z.string(), AlarmStateText);

const toRecord = (deploymentId: string, items: readonly Item[]): ReleaseRecord => {
  const facts = items.find((item) => item.sk?.S === 'facts') ?? {};
  return {
    deploymentId,
    application: facts.application?.S,
    group: facts.group?.S,
    rollbackOf: facts.rollbackOf?.S,
    rolledBackBy: facts.rolledBackBy?.S,
    target: facts.target?.S,
    channel: facts.channel?.S,
    errorMessage: facts.errorMessage?.S,
    runId: facts.runId?.S,
    alarmsAtStart: AlarmsAtStart.safeParse(parseJson(facts.alarmsAtStart?.S ?? '')).data,
    heard: Object.fromEntries(
      RELEASE_STATES.flatMap(({ state }) => {
        const at = facts[`heard_${state}`]?.S;
        return at === undefined ? [] : [[state, at] as const];
      }),
    ),
    verdicts: items
      .filter((item) => item.sk?.S?.startsWith('verdict#'))
      .map(toStoredVerdict)
      .toSorted(byStart),
  };
};
