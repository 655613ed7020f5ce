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
 * How the alarms of a policy stood when the release started: the snapshot that stands, else one that is taken now and
 * kept, for there is one of a release. Key: release. Throws where alarms or ledger cannot be read.
 */
export const takeAlarmSnapshot = async (
  { releases, observers }: SnapshotPorts,
  subject: ReleaseSubject,
  { policy, deadline }: { readonly policy: Policy; readonly deadline: AbortSignal },
): Promise<Readonly<Record<string, AlarmState>>> => {
  const names = alarmsOf(policy, subject);
  if (names.length === 0) return {};
  const { release } = subject;
  const standing = (await releases.read(release))?.alarmsAtStart;
  if (standing !== undefined) return standing;
  const snapshot = alarmsAtStart(await observers.alarms(names, deadline), subject.startedAt);
  await releases.note(release, { alarmsAtStart: snapshot });
  return snapshot;
};
