import type { Notice } from './ports';
import type { Deployment, ReleaseKey, ReleaseState } from './release';
import type { Verdict } from './verdict';

interface NoticeAbout {
  readonly release: ReleaseKey;
  readonly deployment?: Deployment;
  readonly at: string;
}

const nameOf = (deployment: Deployment | undefined): string =>
  deployment === undefined ? 'a release' : `${deployment.application}/${deployment.group}`;

/** What programs and on-call people are told of a verdict. */
export const toVerdictNotice = (
  { release, deployment, at }: NoticeAbout,
  verdict: Verdict,
): Notice => ({
  ...release,
  kind: verdict.reason === 'BreakGlass' ? 'break-glass' : 'verdict',
  application: deployment?.application,
  group: deployment?.group,
  at,
  summary: `${verdict.hook} of ${nameOf(deployment)} (${release.deploymentId}) ${verdict.outcome}: ${verdict.reason}. CodeDeploy was told ${verdict.answer}.`,
  outcome: verdict.outcome,
  reason: verdict.reason,
});

/** What they are told when CodeDeploy could not be answered: the deployment hangs until its hour ends. */
export const toUndeliveredNotice = (
  { release, deployment, at }: NoticeAbout,
  verdict: Verdict,
  why: string,
): Notice => ({
  ...toVerdictNotice({ release, deployment, at }, verdict),
  kind: 'answer-not-delivered',
  summary: `CodeDeploy could not be told ${verdict.answer} for ${nameOf(deployment)} (${release.deploymentId}), which hangs until its hour ends: ${why}`,
});

/** What they are told when a release starts or ends. */
export const toReleaseNotice = (
  { release, deployment, at }: NoticeAbout,
  state: ReleaseState,
): Notice => ({
  ...release,
  kind: 'release',
  application: deployment?.application,
  group: deployment?.group,
  at,
  summary: `${nameOf(deployment)} (${release.deploymentId}) ${state}.`,
  outcome: state,
});
