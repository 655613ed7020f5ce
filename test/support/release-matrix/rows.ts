import { DeploymentLimitExceededException } from '@aws-sdk/client-codedeploy';
import type { PolicyParts, ReleaseEnd, Row } from './row';
import { abandonPipelineOf, always, red, suppressed } from './row-acts';

const metric = (metricName: string, dimensions: Readonly<Record<string, string>>) => ({
  queries: { m: { namespace: 'Shop', metric: metricName, stat: 'Sum', dimensions } },
});
const OF_GROUP = { Group: '{{group}}' };

const ERRORS = {
  name: 'errors',
  kind: 'metric-threshold',
  source: metric('Errors', { Release: '{{deploymentId}}' }),
  windowSec: 60,
  aggregate: 'sum',
  max: 0,
};
const ALARM = { name: 'alarm', kind: 'alarms', alarms: ['{{group}}-Faults'] };
const COMPOSITE = { ...ALARM, alarms: ['{{group}}-composite'] };
const BASELINE = {
  name: 'baseline',
  kind: 'metric-baseline',
  source: metric('Latency', OF_GROUP),
  baseline: { kind: 'previous-window' },
  onInconclusive: 'pass',
};

/** A policy that bakes by a metric of errors. */
export const BAKED_BY_ERRORS: PolicyParts = { bake: [ERRORS] };

/** Judged good, and let through. */
const GOOD: ReleaseEnd = {
  status: 'Succeeded',
  answers: ['Succeeded: accepted'],
  verdicts: ['passed ChecksPassed Succeeded'],
  checks: ['errors passed AsExpected'],
  pages: [],
};
/** Judged bad, and taken back. */
export const BAD: ReleaseEnd = {
  status: 'Failed',
  answers: ['Failed: accepted'],
  verdicts: ['failed CheckFailed Failed'],
  checks: ['errors failed AboveMaximum'],
  rollback: 'Succeeded',
  pages: [],
};
const UNSURE: ReleaseEnd = { ...BAD, verdicts: ['inconclusive CheckInconclusive Failed'] };
/** Stopped by a person: its bake ends with it, nobody waits to be told, and nobody is paged. */
const STOPPED: ReleaseEnd = {
  ...GOOD,
  status: 'Stopped',
  answers: ['Failed: LifecycleEventAlreadyCompletedException'],
  verdicts: ['inconclusive ReleaseEnded Failed'],
  checks: [],
  rollback: 'Succeeded',
};
const UNJUDGED: ReleaseEnd = { ...GOOD, checks: [] };

/** Argo Rollouts' matrix, and what CodeDeploy adds to it. */
export const ROWS: readonly Row[] = [
  {
    name: 'good to bad',
    policy: BAKED_BY_ERRORS,
    releases: ['good', 'bad'],
    ends: [GOOD, BAD],
    serves: '2',
  },
  {
    name: 'bad to good',
    policy: BAKED_BY_ERRORS,
    releases: ['bad', 'good'],
    ends: [BAD, GOOD],
    serves: '3',
  },
  {
    name: 'bad to bad',
    policy: BAKED_BY_ERRORS,
    releases: ['bad', 'bad'],
    ends: [BAD, BAD],
    serves: '1',
  },
  {
    name: 'inconclusive',
    policy: { bake: [{ ...BASELINE, onInconclusive: 'fail' }] },
    releases: ['silent'],
    before: async (play) => play.shape('Latency', always(20)),
    ends: [{ ...UNSURE, checks: ['baseline inconclusive BaselineMissing'] }],
    serves: '1',
  },
  {
    name: 'inconclusive, and the policy lets it pass',
    policy: { bake: [BASELINE] },
    releases: ['silent'],
    before: async (play) => play.shape('Latency', always(20)),
    ends: [
      {
        ...GOOD,
        verdicts: ['inconclusive InconclusiveAllowed Succeeded'],
        checks: ['baseline inconclusive BaselineMissing'],
      },
    ],
    serves: '2',
  },
  {
    name: 'abort',
    policy: BAKED_BY_ERRORS,
    releases: ['good'],
    during: async (play, deploymentId) => {
      await play.sleep(3);
      await play.stop(deploymentId);
    },
    ends: [STOPPED],
    serves: '1',
  },
  {
    name: 'superseded',
    policy: BAKED_BY_ERRORS,
    releases: ['good', 'good'],
    during: async (play, deploymentId, number) => {
      if (number > 1) return;
      await play.sleep(3);
      // CodeDeploy takes no second release of a group beside the first: whoever supersedes it stops it.
      await expect(play.release('good')).rejects.toThrow(DeploymentLimitExceededException);
      await play.stop(deploymentId);
    },
    ends: [STOPPED, GOOD],
    serves: '3',
  },
  {
    name: 'pipeline stopped',
    policy: BAKED_BY_ERRORS,
    releases: ['bad'],
    during: async (play, deploymentId) => {
      await abandonPipelineOf(play, deploymentId);
      await play.sleep(1);
    },
    ends: [BAD],
    serves: '1',
  },
  {
    name: 'no data',
    policy: BAKED_BY_ERRORS,
    releases: ['silent'],
    ends: [{ ...UNSURE, checks: ['errors inconclusive NothingToLookAt'] }],
    serves: '1',
  },
  {
    name: 'low traffic',
    policy: {
      bake: [{ ...ERRORS, traffic: { source: metric('Requests', OF_GROUP), atLeast: 100 } }],
    },
    releases: ['bad'],
    before: async (play) => play.shape('Requests', always(7)),
    ends: [{ ...UNSURE, checks: ['errors inconclusive TooLittleTraffic'] }],
    serves: '1',
  },
  {
    name: 'alarm red before start',
    policy: { bake: [ALARM] },
    releases: ['silent'],
    before: red,
    ends: [{ ...GOOD, checks: ['alarm passed AlarmRedBefore'] }],
    serves: '2',
  },
  {
    name: 'alarm goes red in the bake',
    policy: { bake: [ALARM] },
    releases: ['silent'],
    before: async (play) => {
      await play.putAlarm('Faults');
      play.shape('Faults', [0, 0, 0, 0, 0, 0, ...always(3)]);
      await play.sleep(2);
    },
    ends: [{ ...BAD, checks: ['alarm failed AlarmWentRed'] }],
    serves: '1',
  },
  {
    name: 'suppressed alarm',
    policy: { bake: [COMPOSITE] },
    releases: ['silent'],
    before: suppressed,
    ends: [{ ...GOOD, checks: ['alarm passed AlarmSuppressed'] }],
    serves: '2',
  },
  {
    name: 'flapping alarm',
    policy: { bake: [ALARM] },
    releases: ['silent'],
    before: async (play) => {
      await play.putAlarm('Faults');
      play.shape('Faults', [3, 3, 3, 0, 0, ...always(3)]);
      await play.sleep(2);
    },
    ends: [{ ...UNSURE, checks: ['alarm inconclusive AlarmFlapping'] }],
    serves: '1',
  },
  {
    name: 'hook twice',
    policy: BAKED_BY_ERRORS,
    releases: ['good'],
    during: async (play, deploymentId) => {
      await play.sleep(3);
      await Promise.all([play.invokeHook(deploymentId), play.invokeHook(deploymentId)]);
    },
    ends: [GOOD],
    serves: '2',
  },
  {
    name: 'hook never',
    policy: BAKED_BY_ERRORS,
    releases: ['good'],
    hookIsSilent: true,
    ends: [
      {
        ...BAD,
        status: 'Stopped',
        answers: [],
        verdicts: ['error HookNeverAnswered Failed'],
        checks: [],
      },
    ],
    serves: '1',
  },
  {
    name: 'hook late',
    policy: { bake: [ERRORS], mode: 'observe' },
    releases: ['silent'],
    hookIsSilent: true,
    during: async (play, deploymentId) => {
      await play.sleep(62);
      await play.invokeHook(deploymentId);
    },
    ends: [
      {
        ...BAD,
        // Once as soon as it is observed, once at the next turn of its bake, which ends with the release.
        answers: [
          'Succeeded: LifecycleEventAlreadyCompletedException',
          'Succeeded: LifecycleEventAlreadyCompletedException',
        ],
        verdicts: ['inconclusive ReleaseEnded Succeeded'],
        checks: [],
        pages: ['answer-not-delivered'],
      },
    ],
    serves: '1',
  },
  {
    name: 'policy missing',
    policy: 'missing',
    releases: ['bad'],
    ends: [{ ...UNJUDGED, verdicts: ['inconclusive NoPolicy Succeeded'] }],
    serves: '2',
  },
  {
    name: 'policy wrong',
    policy: 'unreadable',
    releases: ['good'],
    ends: [{ ...BAD, verdicts: ['error PolicyUnreadable Failed'], checks: [] }],
    serves: '1',
  },
];
