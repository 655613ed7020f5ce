import { createHash } from 'node:crypto';

import type { WayBack } from '../platform';
import { writeEcsAppSpec } from './app-spec';
import type { EcsRun } from './ecs';

const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

/**
 * Traffic is rerouted to the original task set, which is there until the deployment has ended. Documented: before the
 * replacement exists "a rollback is not possible at this point" (reference-appspec-file-structure-hooks.html). All at
 * once, and with the task definition of the original task set in its AppSpec: assumed.
 */
export const wayBack = ({ spec, blue, green }: EcsRun): WayBack | undefined => {
  if (green === undefined) return undefined;
  const content = writeEcsAppSpec(spec, blue.tasks.taskDefinition);
  return {
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
    },
    configName: ALL_AT_ONCE,
  };
};
