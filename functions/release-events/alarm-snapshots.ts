import type { Logger } from '@aws-lambda-powertools/logger';
import type { Clock } from '../../domain/ports';
import type { AlarmSnapshots } from '../../domain/releases/follow-release';
import type { Policies } from '../../domain/releases/ports';
import { isRollback } from '../../domain/releases/release';
import type { SnapshotPorts } from '../../domain/releases/validation/alarm-snapshot';
import { takeAlarmSnapshot } from '../../domain/releases/validation/alarm-snapshot';
import { createAttempt } from '../shared/attempt';

export interface SnapshotDependencies extends SnapshotPorts {
  readonly policies: Policies;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Longer than CloudWatch may take, and well within the function's life. */
const PATIENCE_MS = 10_000;

/**
 * Fails open: an alarm that cannot be read now is read by the release's first gate, and so is one whose name has a part
 * of the release's target, which is not known as it starts.
 */
export const createAlarmSnapshots = (ports: SnapshotDependencies): AlarmSnapshots => ({
  take: (release, deployment) =>
    createAttempt(ports.logger)('Alarms not kept', async () => {
      if (isRollback(deployment)) return;
      const { application, group, createdAt: startedAt } = deployment;
      const published = await ports.policies.read(application, group);
      if (published === undefined) return;
      const subject = { release, application, group, startedAt, alarmsAtStart: {} };
      await takeAlarmSnapshot(ports, subject, {
        policy: published.policy,
        deadline: ports.clock.abortAfter(PATIENCE_MS),
      });
    }),
});
