import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotFoundError } from '../../domain/errors';
import type { ReleaseFacts } from '../../domain/releases/ports';
import { createAlarmSnapshots } from '../../functions/release-events/alarm-snapshots';
import { createHandle } from '../../functions/release-events/handle';
import { aClock, aLogger } from '../support/fakes';
import { followPorts } from '../support/following';
import { aDeployment, anAlarmsCheck, aPolicy, aRelease, aReleaseRecord } from '../support/releases';

const EVENTS = join(__dirname, '../../events');
const sample = (folder: string, name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(EVENTS, folder, 'samples', `${name}.json`), 'utf8'));

const RELEASE_RUN = '123456789012/eu-west-1/release/d-7QK2M9XWP';
const PIPELINE_RUN =
  '123456789012/eu-west-1/pipeline/shop-delivery/6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21';

it.each(['deployment-state', 'pipeline-state', 'action-state'])(
  'takes every sample of %s',
  async (folder) => {
    for (const name of readdirSync(join(EVENTS, folder, 'samples'))) {
      const ports = followPorts();
      await createHandle(ports)(sample(folder, name.replace('.json', '')));
      expect(ports.announced).toHaveLength(1);
    }
  },
);

it('remembers a release that started, tells it once and announces its run', async () => {
  const ports = followPorts();
  const handle = createHandle(ports);
  await handle(sample('deployment-state', 'started'));
  await handle(sample('deployment-state', 'started'));
  expect(ports.noted[0]).toEqual(['d-7QK2M9XWP', { runId: RELEASE_RUN }]);
  expect(ports.noted[1]).toEqual([
    'd-7QK2M9XWP',
    {
      application: 'shop',
      group: 'checkout',
      rollbackOf: undefined,
      rolledBackBy: undefined,
      errorMessage: undefined,
      heard: { state: 'started', at: '2026-11-02T09:14:07.000Z' },
    },
  ]);
  expect(ports.published.map((notice) => notice.summary)).toEqual([
    'shop/checkout (d-7QK2M9XWP) started.',
  ]);
  expect(ports.announced).toEqual([{ runId: RELEASE_RUN }, { runId: RELEASE_RUN }]);
});

it('joins the run of the pipeline whose action made the deployment', async () => {
  const ports = followPorts({
    pipelines: {
      readRun: async () => undefined,
      findRunOf: async (_, pipelines) => {
        expect(pipelines).toEqual(['shop-delivery']);
        return { pipeline: 'shop-delivery', executionId: '6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21' };
      },
    },
  });
  await createHandle(ports)(sample('deployment-state', 'started'));
  expect(ports.announced).toEqual([{ runId: PIPELINE_RUN }]);
});

it('puts a rollback into the run of the release that it undoes', async () => {
  const deployment = aDeployment({ deploymentId: 'd-7QK2M9XWP', rollbackOf: 'd-BAD000001' });
  const ports = followPorts({
    deployments: { read: async () => deployment, readTarget: async () => ({}) },
  });
  await createHandle(ports)(sample('deployment-state', 'succeeded'));
  const run = '123456789012/eu-west-1/release/d-BAD000001';
  expect(ports.noted).toEqual([
    ['d-BAD000001', { rolledBackBy: 'd-7QK2M9XWP' }],
    ['d-BAD000001', { runId: run }],
    ['d-7QK2M9XWP', { runId: run }],
    ['d-7QK2M9XWP', expect.objectContaining({ rollbackOf: 'd-BAD000001' })],
  ]);
  expect(ports.runNotes).toEqual([
    [run, { deploymentId: 'd-BAD000001' }],
    [run, { deploymentId: 'd-7QK2M9XWP' }],
  ]);
});

it('tells one run where a rollback is heard of before the release that it undoes', async () => {
  const undone = aDeployment({ deploymentId: 'd-7QK2M9XWP' });
  const rollback = aDeployment({ deploymentId: 'd-BACK00001', rollbackOf: 'd-7QK2M9XWP' });
  const run = { pipeline: 'shop-delivery', executionId: '6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21' };
  const ports = followPorts({
    deployments: {
      read: async (deploymentId) => (deploymentId === 'd-BACK00001' ? rollback : undone),
      readTarget: async () => ({}),
    },
    pipelines: {
      readRun: async () => undefined,
      findRunOf: async (deploymentId) => (deploymentId === 'd-7QK2M9XWP' ? run : undefined),
    },
  });
  const handle = createHandle(ports);
  const started = sample('deployment-state', 'started');
  await handle({ ...started, detail: { ...Object(started.detail), deploymentId: 'd-BACK00001' } });
  await handle(started);
  expect(ports.announced).toEqual([{ runId: PIPELINE_RUN }, { runId: PIPELINE_RUN }]);
});

it('tells the run that stands where two events join a release at once', async () => {
  const ports = followPorts({
    pipelines: {
      readRun: async () => undefined,
      findRunOf: async () => {
        // Meanwhile another event of the same release was followed to its end.
        ports.noted.push(['d-7QK2M9XWP', { runId: PIPELINE_RUN }]);
        return undefined;
      },
    },
  });
  await createHandle(ports)(sample('deployment-state', 'started'));
  expect(ports.announced).toEqual([{ runId: PIPELINE_RUN }]);
  expect(ports.runNotes).toEqual([[PIPELINE_RUN, { deploymentId: 'd-7QK2M9XWP' }]]);
});

it('looks no further back than to the release that a rollback undoes', async () => {
  const deployment = aDeployment({ deploymentId: 'd-7QK2M9XWP', rollbackOf: 'd-7QK2M9XWP' });
  const ports = followPorts({
    deployments: { read: async () => deployment, readTarget: async () => ({}) },
  });
  await createHandle(ports)(sample('deployment-state', 'started'));
  expect(ports.announced).toEqual([{ runId: RELEASE_RUN }]);
});

it('leaves a release in the run that it joined', async () => {
  const joined = aReleaseRecord({ runId: PIPELINE_RUN });
  const ports = followPorts();
  const releases = { ...ports.releases, read: async () => joined };
  await createHandle({ ...ports, releases })(sample('deployment-state', 'succeeded'));
  expect(ports.announced).toEqual([{ runId: PIPELINE_RUN }]);
});

it('puts a rollback into the run that its release had joined', async () => {
  const deployment = aDeployment({ deploymentId: 'd-7QK2M9XWP', rollbackOf: 'd-BAD000001' });
  const ports = followPorts({
    deployments: { read: async () => deployment, readTarget: async () => ({}) },
  });
  const releases = {
    ...ports.releases,
    read: async ({ deploymentId }: { deploymentId: string }) =>
      deploymentId === 'd-BAD000001' ? aReleaseRecord({ runId: PIPELINE_RUN }) : undefined,
  };
  await createHandle({ ...ports, releases })(sample('deployment-state', 'succeeded'));
  expect(ports.announced).toEqual([{ runId: PIPELINE_RUN }]);
});

it('says who started a run', async () => {
  const pipeline = {
    name: 'shop-delivery',
    executionId: '6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21',
    startedBy: 'ana',
  };
  const ports = followPorts({
    pipelines: { readRun: async () => pipeline, findRunOf: async () => undefined },
  });
  await createHandle(ports)(sample('pipeline-state', 'started'));
  expect(ports.runNotes).toEqual([
    [PIPELINE_RUN, { pipeline, heard: { state: 'started', at: '2026-11-02T09:12:44.000Z' } }],
  ]);
});

it('takes the join from the action that ended', async () => {
  const ports = followPorts();
  await createHandle(ports)(sample('action-state', 'deploy-succeeded'));
  expect(ports.noted).toEqual([['d-7QK2M9XWP', { runId: PIPELINE_RUN }]]);
});

it.each([
  [
    'an unknown word for a deployment',
    'deployment-state',
    'started',
    { state: 'STOPPED' },
    'UnknownState',
  ],
  [
    'an unknown word for a pipeline',
    'pipeline-state',
    'started',
    { state: 'DREAMING' },
    'UnknownState',
  ],
  ['another pipeline', 'pipeline-state', 'started', { pipeline: 'payroll' }, 'OutOfScope'],
  [
    "another pipeline's action",
    'action-state',
    'deploy-failed',
    { pipeline: 'payroll' },
    'OutOfScope',
  ],
  ['a group out of scope', 'deployment-state', 'started', { application: 'bank' }, 'OutOfScope'],
  [
    'an action without a deployment',
    'action-state',
    'deploy-failed',
    { 'execution-result': undefined },
    'NoDeployment',
  ],
] as const)('ignores %s, and says why', async (_, folder, name, detail, reason) => {
  const ports = followPorts();
  const event = sample(folder, name);
  await createHandle(ports)({ ...event, detail: { ...Object(event.detail), ...detail } });
  expect(ports.logger.lines.at(-1)).toEqual(['Event followed', { decision: 'ignored', reason }]);
  expect([ports.noted, ports.runNotes, ports.announced]).toEqual([[], [], []]);
});

it('ignores a deployment that CodeDeploy does not know: asking again would change nothing', async () => {
  const read = async () => Promise.reject(new NotFoundError('There is no such deployment.'));
  const ports = followPorts({ deployments: { read, readTarget: async () => ({}) } });
  await createHandle(ports)(sample('deployment-state', 'started'));
  expect(ports.logger.lines.at(-1)).toEqual([
    'Event followed',
    { decision: 'ignored', reason: 'DeploymentUnknown' },
  ]);
  expect([ports.noted, ports.published, ports.announced]).toEqual([[], [], []]);
});

it.each([
  ['a state of AWS that nothing follows', sample('stage-state', 'resumed'), 'NotFollowed'],
  ['an alarm in a message', sample('alarm-state', 'message'), 'NotFollowed'],
  ['the schedule', sample('envelope', 'eventbridge'), 'NotFollowed'],
  [
    'a spoofed source',
    { ...sample('deployment-state', 'started'), source: 'my.app' },
    'NotFollowed',
  ],
  ['a shape that nobody sends', { hello: 'world' }, 'UnknownShape'],
  ['what is no object', 'hello', 'UnknownShape'],
])('ignores %s, and counts it', async (_, event, reason) => {
  const ports = followPorts();
  await createHandle(ports)(event);
  expect(ports.logger.lines.at(-1)).toEqual(['Event followed', { decision: 'ignored', reason }]);
  expect(ports.ignoredReasons).toEqual([reason]);
  expect([ports.noted, ports.runNotes, ports.announced]).toEqual([[], [], []]);
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'does not take the state %s for a word that it knows',
  async (state) => {
    const ports = followPorts();
    const handle = createHandle(ports);
    for (const event of [
      sample('deployment-state', 'started'),
      sample('pipeline-state', 'started'),
    ])
      await handle({ ...event, detail: { ...Object(event.detail), state } });
    expect(ports.ignoredReasons).toEqual(['UnknownState', 'UnknownState']);
  },
);

it('throws what claims to be ours and cannot be read, with every fault', async () => {
  const detail = { application: 'shop', deploymentGroup: 7 };
  const event = { ...sample('deployment-state', 'started'), detail };
  await expect(createHandle(followPorts())(event)).rejects.toThrow(
    'The event is not valid: detail.deploymentGroup must be a string; detail.deploymentId must be a string; detail.state must be a string.',
  );
});

it('throws a malformed message of a topic too, after it has followed the readable ones', async () => {
  const ports = followPorts();
  const good = sample('envelope', 'sns-record').Records;
  const bad = structuredClone(good);
  Object(bad)[0].Sns.Message = '{"deploymentGroupName":"checkout","deploymentId":"d-7QK2M9XWP"}';
  await expect(createHandle(ports)({ Records: [...Object(bad), ...Object(good)] })).rejects.toThrow(
    'accountId must be a string',
  );
  expect(ports.published.map((notice) => notice.summary)).toEqual([
    'shop/checkout (d-7QK2M9XWP) failed.',
  ]);
});

describe('one state, told in two envelopes', () => {
  it('of a deployment gives one notice', async () => {
    // given
    const ports = followPorts();
    const handle = createHandle(ports);

    // when
    await handle(sample('deployment-state', 'failed'));
    await handle(sample('envelope', 'sns-record'));

    // then
    expect(ports.published.map((notice) => notice.summary)).toEqual([
      'shop/checkout (d-7QK2M9XWP) failed.',
    ]);
    expect(
      ports.noted.flatMap(([id, { heard }]) => (heard === undefined ? [] : [[id, heard.state]])),
    ).toEqual([
      ['d-7QK2M9XWP', 'failed'],
      ['d-7QK2M9XWP', 'failed'],
    ]);
  });

  it('of a pipeline is noted alike', async () => {
    // given
    const ports = followPorts();
    const handle = createHandle(ports);

    // when
    await handle(sample('pipeline-state', 'failed'));
    await handle(sample('envelope', 'codestar-notification'));

    // then
    const [first, second] = ports.runNotes;
    expect(first).toEqual([
      PIPELINE_RUN,
      expect.objectContaining({ heard: { state: 'failed', at: '2026-11-02T09:12:44.000Z' } }),
    ]);
    expect(second).toEqual(first);
  });
});

it('throws when AWS cannot be asked, so that the event is tried again', async () => {
  const read = async () => Promise.reject(new Error('throttled'));
  const ports = followPorts({ deployments: { read, readTarget: async () => ({}) } });
  await expect(createHandle(ports)(sample('deployment-state', 'started'))).rejects.toThrow(
    'throttled',
  );
});

describe('the alarms of a release that starts', () => {
  it('are kept, once it has started', async () => {
    const ports = followPorts();
    await createHandle(ports)(sample('deployment-state', 'started'));
    await createHandle(ports)(sample('deployment-state', 'succeeded'));
    expect(ports.snapshotsTaken).toEqual(['d-7QK2M9XWP']);
  });

  const take = async (deployment = aDeployment(), alarms = ['red', 'new'], published = true) => {
    const noted: ReleaseFacts[] = [];
    const logger = aLogger();
    const snapshots = createAlarmSnapshots({
      policies: {
        read: async () =>
          published
            ? aPolicy({ checks: { AfterAllowTraffic: [anAlarmsCheck({ alarms })] } })
            : undefined,
      },
      releases: {
        read: async () => undefined,
        note: async (_, facts) => void noted.push(facts),
      },
      observers: {
        alarms: async (names) => {
          if (names.includes('gone')) throw new Error('AccessDenied');
          return names.map((name) => ({
            name,
            state: 'ALARM',
            since: name === 'red' ? '2026-11-02T11:00:00.000Z' : '2026-11-02T11:59:30.000Z',
          }));
        },
      },
      clock: aClock(),
      logger,
    });
    await snapshots.take(aRelease(), deployment);
    return { noted, logger };
  };

  it('were red if they were before the release was made', async () => {
    expect((await take()).noted).toEqual([{ alarmsAtStart: { new: 'OK', red: 'ALARM' } }]);
  });

  it('are not looked at for a rollback, and not without a policy', async () => {
    expect((await take(aDeployment({ rollbackOf: 'd-BAD' }))).noted).toEqual([]);
    expect((await take(aDeployment(), ['red'], false)).noted).toEqual([]);
  });

  it('are left to the first gate where they cannot be read', async () => {
    const { noted, logger } = await take(aDeployment(), ['gone']);
    expect(noted).toEqual([]);
    expect(logger.lines).toMatchObject([['Alarms not kept', { error: new Error('AccessDenied') }]]);
  });
});
