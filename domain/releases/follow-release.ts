import type { Announcements, PipelineState, Pipelines, Runs } from '../conversation/ports';
import { runIdOfPipeline, runIdOfRelease } from '../conversation/run-id';
import { NotFoundError } from '../errors';
import { once } from '../ledger/claim';
import type { Claims } from '../ledger/ports';
import { toReleaseNotice } from './notices';
import type { Deployments, Notices, Releases } from './ports';
import type { Deployment, ReleaseKey, ReleaseState } from './release';
import type { ReleaseScope } from './scope';
import { isListed } from './scope';

/** Keeps how alarms stand as a release starts. Fails open: the release's first gate does it too. */
export interface AlarmSnapshots {
  take(release: ReleaseKey, deployment: Deployment): Promise<void>;
}

export interface FollowPorts {
  readonly deployments: Deployments;
  readonly pipelines: Pipelines;
  readonly releases: Releases;
  readonly runs: Runs;
  readonly claims: Claims;
  readonly notices: Notices;
  readonly announcements: Announcements;
  readonly snapshots: AlarmSnapshots;
  readonly scope: ReleaseScope;
}

/** What was done with an event, and why. */
export interface Followed {
  readonly decision: 'followed' | 'ignored';
  readonly reason: string;
}
const FOLLOWED: Followed = { decision: 'followed', reason: 'InScope' };
export const ignored = (reason: string): Followed => ({ decision: 'ignored', reason });

export interface ReleaseEvent {
  readonly release: ReleaseKey;
  readonly application: string;
  readonly group: string;
  readonly state: ReleaseState;
  readonly at: string;
  /** The event's own id: whoever is delivered it twice does its effects once. */
  readonly eventId: string;
}

/**
 * Keeps up with a deployment: what was heard goes into the ledger, in whatever order it comes; the release joins its
 * run; the notice goes out once (key: deployment and state); the story is told anew.
 */
export const createReleaseFollower =
  (ports: FollowPorts) =>
  async (event: ReleaseEvent): Promise<Followed> => {
    const { release, state, at } = event;
    const name = `${event.application}/${event.group}`;
    if (!isListed(ports.scope.deploymentGroups.observe, name)) return ignored('OutOfScope');

    const deployment = await readKnown(ports, release.deploymentId);
    if (deployment === undefined) return ignored('DeploymentUnknown');
    const runId = await joinRun(ports, release, deployment);
    if (state === 'started') await ports.snapshots.take(release, deployment);
    await ports.releases.note(release, {
      application: event.application,
      group: event.group,
      rollbackOf: deployment.rollbackOf,
      rolledBackBy: deployment.rolledBackBy,
      errorMessage: deployment.errorMessage,
      heard: { state, at },
    });
    const key = `notice#${release.account}/${release.region}/${release.deploymentId}#${state}`;
    await once(ports.claims, { key, owner: event.eventId }, () =>
      ports.notices.publish(toReleaseNotice({ release, about: deployment, at }, state)),
    );
    await ports.announcements.announce({ runId });
    return FOLLOWED;
  };

/** Undefined for a deployment that CodeDeploy does not know: that is for good. Other failures are worth another try. */
const readKnown = async (
  { deployments }: FollowPorts,
  deploymentId: string,
): Promise<Deployment | undefined> => {
  try {
    return await deployments.read(deploymentId);
  } catch (thrown) {
    if (thrown instanceof NotFoundError) return undefined;
    throw thrown;
  }
};

/** A release that joined a run stays there; a rollback belongs to the run of what it undoes. */
const joinRun = async (
  ports: FollowPorts,
  release: ReleaseKey,
  deployment: Deployment,
): Promise<string> => {
  const joined = (await ports.releases.read(release))?.runId;
  return settleRun(ports, release, joined ?? (await findRun(ports, release, deployment)));
};

/** Whoever joins first decides: two events that are followed at once end in the same run. */
const settleRun = async (
  ports: FollowPorts,
  release: ReleaseKey,
  found: string,
): Promise<string> => {
  await ports.releases.note(release, { runId: found });
  const runId = (await ports.releases.read(release))?.runId ?? found;
  await ports.runs.note(runId, { deploymentId: release.deploymentId });
  return runId;
};

const findRun = async (
  ports: FollowPorts,
  release: ReleaseKey,
  deployment: Deployment,
): Promise<string> => {
  if (deployment.rollbackOf !== undefined) {
    const undone = { ...release, deploymentId: deployment.rollbackOf };
    await ports.releases.note(undone, { rolledBackBy: release.deploymentId });
    const known = await readKnown(ports, undone.deploymentId);
    // A rollback undoes a release, never another rollback: nothing leads further back.
    return known === undefined || known.rollbackOf !== undefined
      ? settleRun(ports, undone, runIdOfRelease(undone))
      : joinRun(ports, undone, known);
  }
  const name = `${deployment.application}/${deployment.group}`;
  const pipelines = ports.scope.pipelines
    .filter((pipeline) => isListed(pipeline.deploys, name))
    .map((pipeline) => pipeline.name);
  const run = await ports.pipelines.findRunOf(release.deploymentId, pipelines);
  return run === undefined ? runIdOfRelease(release) : runIdOfPipeline({ ...release, ...run });
};

export interface PipelineEvent {
  readonly account: string;
  readonly region: string;
  readonly pipeline: string;
  readonly executionId: string;
  readonly state: PipelineState;
  readonly at: string;
}

/** Keeps up with a pipeline's execution: who started it, with which commit, and where it stands. */
export const createPipelineFollower =
  (ports: FollowPorts) =>
  async (event: PipelineEvent): Promise<Followed> => {
    if (!ports.scope.pipelines.some((pipeline) => pipeline.name === event.pipeline))
      return ignored('OutOfScope');
    const pipeline = (await ports.pipelines.readRun(event.pipeline, event.executionId)) ?? {
      name: event.pipeline,
      executionId: event.executionId,
    };
    const runId = runIdOfPipeline(event);
    await ports.runs.note(runId, { pipeline, heard: { state: event.state, at: event.at } });
    await ports.announcements.announce({ runId });
    return FOLLOWED;
  };

export interface DeployActionEvent {
  readonly release: ReleaseKey;
  readonly pipeline: string;
  readonly executionId: string;
}

/** The action that made a deployment ended: it names both, which confirms the join or makes it. */
export const createActionFollower =
  (ports: FollowPorts) =>
  async ({ release, pipeline, executionId }: DeployActionEvent): Promise<Followed> => {
    if (!ports.scope.pipelines.some((listed) => listed.name === pipeline))
      return ignored('OutOfScope');
    const found = runIdOfPipeline({ ...release, pipeline, executionId });
    const runId = await settleRun(ports, release, found);
    await ports.announcements.announce({ runId });
    return FOLLOWED;
  };
