import type { RunFacts } from '../../domain/conversation/ports';
import type { FollowPorts } from '../../domain/releases/follow-release';
import type { Notice, ReleaseFacts } from '../../domain/releases/ports';
import { aClaimBook, aLogger } from './fakes';
import { aDeployment, aReleaseRecord } from './releases';

/** Ports of release-events over a release that CodeDeploy knows and no pipeline made. */
export const followPorts = (overrides: Partial<FollowPorts> = {}) => {
  const noted: [string, ReleaseFacts][] = [];
  const runNotes: [string, RunFacts][] = [];
  const published: Notice[] = [];
  const announced: object[] = [];
  const ignoredReasons: string[] = [];
  const snapshots: string[] = [];
  return {
    snapshotsTaken: snapshots,
    noted,
    runNotes,
    published,
    announced,
    ignoredReasons,
    ignoredEvents: { count: (reason: string) => void ignoredReasons.push(reason) },
    deployments: {
      read: async () => aDeployment({ deploymentId: 'd-7QK2M9XWP' }),
      readTarget: async () => ({}),
    },
    pipelines: { readRun: async () => undefined, findRunOf: async () => undefined },
    releases: {
      note: async ({ deploymentId }: { deploymentId: string }, facts: ReleaseFacts) => {
        noted.push([deploymentId, facts]);
      },
      /** As the ledger does: the run that was noted first stands. */
      read: async ({ deploymentId }: { deploymentId: string }) => {
        const facts = noted.filter(([id]) => id === deploymentId).map(([, its]) => its);
        const runId = facts.find((its) => its.runId !== undefined)?.runId;
        return facts.length === 0 ? undefined : aReleaseRecord({ deploymentId, runId });
      },
    },
    runs: {
      note: async (runId: string, facts: RunFacts) => {
        runNotes.push([runId, facts]);
      },
      read: async () => undefined,
    },
    claims: aClaimBook(),
    notices: {
      publish: async (notice: Notice) => {
        published.push(notice);
      },
      page: async () => undefined,
    },
    announcements: {
      announce: async (about: object) => {
        announced.push(about);
      },
    },
    snapshots: {
      take: async ({ deploymentId }: { deploymentId: string }) => {
        snapshots.push(deploymentId);
      },
    },
    scope: {
      deploymentGroups: { observe: ['shop/*'], enforce: [] },
      pipelines: [{ name: 'shop-delivery', deploys: ['shop/*'] }],
    },
    logger: aLogger(),
    ...overrides,
  };
};
