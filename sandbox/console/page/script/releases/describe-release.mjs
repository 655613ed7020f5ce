const missesOf = (release) =>
  release.verdicts.flatMap((verdict) =>
    verdict.checks
      .filter(({ outcome }) => outcome !== 'passed')
      .map((check) => ({ check, hook: verdict.hook })),
  );

/** The worst is told first, whatever came first. */
const OUTCOME_PHRASES = {
  failed: 'failed',
  error: 'could not be carried out',
  inconclusive: 'was inconclusive',
};

const describeMisses = (misses) => {
  const worst = Object.keys(OUTCOME_PHRASES)
    .map((outcome) => misses.find(({ check }) => check.outcome === outcome))
    .find((miss) => miss !== undefined);
  const { check, hook } = worst ?? misses[0];
  const phrase = OUTCOME_PHRASES[check.outcome] ?? check.outcome;
  const others = misses.length - 1;
  const more =
    others === 0 ? '' : ` ${others} other ${others === 1 ? 'check' : 'checks'} did not pass.`;
  return `${check.name} ${phrase} at ${hook}: expected ${check.expected}, observed ${check.observed}.${more}`;
};

const describeProgress = ({ lifecycleEvents, trafficPct }) => {
  const current = lifecycleEvents.find(({ status }) => status === 'InProgress');
  const where = current === undefined ? 'The deployment is under way' : `Now at ${current.name}`;
  const traffic =
    trafficPct === undefined ? '' : `, with ${trafficPct} % of traffic on the new version`;
  return `${where}${traffic}.`;
};

/** One sentence: what a person would say of this release. */
export const describeRelease = (release) => {
  const misses = missesOf(release);
  if (misses.length > 0) return describeMisses(misses);
  if (release.outcome === 'in progress') return describeProgress(release);
  const last = release.verdicts.at(-1);
  if (last === undefined) return 'No hook of Slipway judged this release.';
  if (release.outcome !== 'passed') return `${last.hook} gave ${last.reason}.`;
  return `Every check passed at ${release.verdicts.map(({ hook }) => hook).join(' and ')}.`;
};
