import type { ReleaseRow, Snapshot } from '../console/snapshot';
import type { Story } from './story';

const FUNCTION = 'shop-checkout';
const ALARM = 'shop-checkout-errors';
const RELEASE = { application: 'shop', group: 'checkout', functionName: FUNCTION, alias: 'live' };

const answering = (statusCode: number, body: object): string =>
  `exports.handler = async () => (${JSON.stringify({ statusCode, body })});`;

/** A good release, then one whose new version fails its check and goes back. */
export const tour: Story = {
  name: 'tour',
  summary: 'a good release, then one whose new version fails its check and goes back',
  play: async (stage) => {
    const { narrate } = stage;
    narrate('A team has a function behind an alias, an alarm, and a CodeDeploy group.');
    const first = await stage.createFunction(FUNCTION, answering(200, { status: 'ok', build: 1 }));
    await stage.createAlias(FUNCTION, 'live', first);
    await stage.createAlarm(ALARM);
    await stage.createGroup('shop', 'checkout');

    narrate('Ana releases a good version. It is checked before and after it takes traffic.');
    const good = await stage.updateFunction(FUNCTION, answering(200, { status: 'ok', build: 2 }));
    const run = stage.startPipeline({
      pipeline: 'shop-delivery',
      startedBy: 'ana',
      revision: '4f2a91c07de1b6a2',
      summary: 'Round invoice totals half to even',
    });
    const released = await stage.deploy({ ...RELEASE, from: first, to: good });
    run.deploys(released);
    await stage.untilEnded(released);
    run.ends('Succeeded');

    narrate('Ben releases a version that cannot reach its database. It must not take traffic.');
    const broken = answering(500, { status: 'down', cause: 'no route to database' });
    const bad = await stage.updateFunction(FUNCTION, broken);
    const badRun = stage.startPipeline({
      pipeline: 'shop-delivery',
      startedBy: 'ben',
      revision: 'b81c3e5590aa47f1',
      summary: 'Move checkout to the new database',
    });
    const failed = await stage.deploy({ ...RELEASE, from: good, to: bad });
    badRun.deploys(failed);
    await stage.untilEnded(failed);
    badRun.ends('Failed');
    await stage.untilTold([released, failed]);
  },
  faults: (ended) => [
    ...(ended.releases.length === 2 ? [] : [`There are ${ended.releases.length} releases, not 2.`]),
    ...goodFaults(ended.releases[0]),
    ...badFaults(ended.releases[1]),
    ...ended.releases.flatMap((release) => messageFaults(ended, release)),
  ],
};

const goodFaults = (release: ReleaseRow | undefined): readonly string[] =>
  release?.status === 'Succeeded' && release.outcome === 'passed' && release.rollback === null
    ? []
    : [`The good release ended ${release?.status}, judged ${release?.outcome}.`];

const badFaults = (release: ReleaseRow | undefined): readonly string[] => {
  const failing = release?.verdicts
    .flatMap((verdict) => verdict.checks)
    .find((check) => check.outcome === 'failed');
  return [
    ...(release?.status === 'Failed' && release.outcome === 'failed'
      ? []
      : [`The bad release ended ${release?.status}, judged ${release?.outcome}.`]),
    ...(failing === undefined ? ['No check of the bad release failed.'] : []),
    ...(release?.rollback?.status === 'Succeeded'
      ? []
      : [`Its rollback ended ${release?.rollback?.status ?? 'before it began'}.`]),
  ];
};

const messageFaults = (ended: Snapshot, release: ReleaseRow): readonly string[] => {
  const told = ended.messages.some(
    (message) => message.kind === 'run' && message.text.includes(release.deploymentId),
  );
  return told ? [] : [`Slack has no message about ${release.deploymentId}.`];
};
