/** What a screen reader should hear between two snapshots: what began, what ended, what was rolled back. */
export const announce = (before, after) => {
  if (before === undefined) return [];
  const earlier = new Map(before.releases.map((release) => [release.deploymentId, release]));
  const ofReleases = after.releases.flatMap((release) => {
    const known = earlier.get(release.deploymentId);
    const name = `${release.application}, deployment ${release.deploymentId}`;
    if (known === undefined) return [`${name}: ${release.outcome}.`];
    return [
      ...(known.outcome === release.outcome ? [] : [`${name}: ${release.outcome}.`]),
      ...(known.rollback === null && release.rollback !== null
        ? [`${name}: rolled back by ${release.rollback.deploymentId}.`]
        : []),
    ];
  });
  const heard = new Set(before.messages.map(({ ts }) => ts));
  const fresh = after.messages.filter(({ ts }) => !heard.has(ts));
  const ofSlack = fresh.length === 0 ? [] : [`${fresh.length} new in Slack: ${fresh.at(-1).text}`];
  return [...ofReleases, ...ofSlack];
};
