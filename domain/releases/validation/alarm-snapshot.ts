import type { AlarmState } from '../checks/observation';
import type { Policy } from '../policy';
import type { Observers, Releases } from '../ports';
import type { ReleaseSubject } from '../release';
import { alarmsAtStart, alarmsOf } from './alarms-at-start';

export interface SnapshotPorts {
  readonly releases: Releases;
  readonly observers: Pick<Observers, 'alarms'>;
}

/**
 * How the alarms of a policy stood when the release started: what was kept of them, and for those that it lacks what
 * is seen now. An event of a release that has not started knows no names with parts of its target. What is kept
 * first stands. Key: release. Throws where alarms or ledger cannot be read.
 */
export const takeAlarmSnapshot = async (
  { releases, observers }: SnapshotPorts,
  subject: ReleaseSubject,
  { policy, deadline }: { readonly policy: Policy; readonly deadline: AbortSignal },
): Promise<Readonly<Record<string, AlarmState>>> => {
  const names = alarmsOf(policy, subject);
  if (names.length === 0) return {};
  const { release, startedAt } = subject;
  const kept = (await releases.read(release))?.alarmsAtStart ?? {};
  const missing = names.filter((name) => !Object.hasOwn(kept, name));
  if (missing.length === 0) return kept;
  const seen = alarmsAtStart(await observers.alarms(missing, deadline), startedAt);
  const snapshot = { ...seen, ...kept };
  await releases.note(release, { alarmsAtStart: snapshot });
  return snapshot;
};
