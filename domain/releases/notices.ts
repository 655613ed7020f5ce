import { sentenceOf } from '../errors';
import type { Place } from './gates';
import { PLACES } from './gates';
import type { Notice } from './ports';
import type { ReleaseKey, ReleaseState } from './release';
import type { Verdict } from './verdict';

export interface ReleaseName {
  readonly application: string;
  readonly group: string;
}

interface NoticeAbout {
  readonly release: ReleaseKey;
  readonly about?: ReleaseName;
  readonly at: string;
}

const nameOf = (about: ReleaseName | undefined): string =>
  about === undefined ? 'a release' : `${about.application}/${about.group}`;

/** What programs and on-call people are told of a verdict. */
export const toVerdictNotice = ({ release, about, at }: NoticeAbout, verdict: Verdict): Notice => ({
  ...release,
  kind: verdict.reason === 'BreakGlass' ? 'break-glass' : 'verdict',
  application: about?.application,
  group: about?.group,
  at,
  summary: `${verdict.hook} of ${nameOf(about)} (${release.deploymentId}) ${verdict.outcome}: ${verdict.reason}. The answer was ${verdict.answer}.`,
  outcome: verdict.outcome,
  reason: verdict.reason,
});

/** What they are told when whoever waits at a gate could not be answered, or was answered otherwise. */
export const toUndeliveredNotice = (
  { release, about, at }: NoticeAbout,
  verdict: Verdict,
  { place, why }: { readonly place: Place; readonly why: string },
): Notice => ({
  ...toVerdictNotice({ release, about, at }, verdict),
  kind: 'answer-not-delivered',
  summary: `${PLACES[place].asker} was not told ${verdict.answer} at ${verdict.hook} of ${nameOf(about)} (${release.deploymentId}): ${why}`,
});

/** What they are told when whoever waits at a gate that has not ended could not be told so. */
export const toUnheardNotice = (
  { release, about, at }: NoticeAbout,
  hook: string,
  { place, why }: { readonly place: Place; readonly why: string },
): Notice => ({
  ...release,
  kind: 'answer-not-delivered',
  application: about?.application,
  group: about?.group,
  at,
  summary: `${PLACES[place].asker} was not told that ${hook} of ${nameOf(about)} (${release.deploymentId}) goes on: ${why}`,
});

/** Why an answer was not delivered, and what comes of it. */
export const toLostAnswer = (place: Place, thrown: unknown): string =>
  `${sentenceOf(thrown)} ${PLACES[place].unanswered}`;

/** What they are told when a release starts or ends. */
export const toReleaseNotice = (
  { release, about, at }: NoticeAbout,
  state: ReleaseState,
): Notice => ({
  ...release,
  kind: 'release',
  application: about?.application,
  group: about?.group,
  at,
  summary: `${nameOf(about)} (${release.deploymentId}) ${state}.`,
  outcome: state,
});

/** What they are told when a release waits for a person's word. */
export const toQuestionNotice = ({ release, about, at }: NoticeAbout, hook: string): Notice => ({
  ...release,
  kind: 'approval-wanted',
  application: about?.application,
  group: about?.group,
  at,
  summary: `${hook} of ${nameOf(about)} (${release.deploymentId}) is inconclusive and waits for a person: let it pass, or fail it.`,
});
