import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandle } from '../../functions/release-events/handle';
import { followPorts } from '../support/following';
import { aDeployment, aReleaseRecord } from '../support/releases';

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
  expect(ports.noted[0]).toEqual([
    'd-7QK2M9XWP',
    {
      application: 'shop',
      group: 'checkout',
      rollbackOf: undefined,
      rolledBackBy: undefined,
      errorMessage: undefined,
      runId: RELEASE_RUN,
      heard: { state: 'started', at: '2026-11-02T09:14:07Z' },
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
    ['d-BAD000001', { rolledBackBy: 'd-7QK2M9XWP', runId: run }],
    ['d-7QK2M9XWP', expect.objectContaining({ rollbackOf: 'd-BAD000001', runId: run })],
  ]);
  expect(ports.runNotes).toEqual([
    [run, { deploymentId: 'd-BAD000001' }],
    [run, { deploymentId: 'd-7QK2M9XWP' }],
  ]);
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
    [PIPELINE_RUN, { pipeline, heard: { state: 'started', at: '2026-11-02T09:12:44Z' } }],
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

it('throws what it cannot read, so that the event ends in its failure queue with the reason', async () => {
  await expect(createHandle(followPorts())({ 'detail-type': 'Scheduled Event' })).rejects.toThrow(
    'The event is not valid: detail-type is out of form',
  );
});

it('throws when AWS cannot be asked, so that the event is tried again', async () => {
  const read = async () => Promise.reject(new Error('throttled'));
  const ports = followPorts({ deployments: { read, readTarget: async () => ({}) } });
  await expect(createHandle(ports)(sample('deployment-state', 'started'))).rejects.toThrow(
    'throttled',
  );
});
