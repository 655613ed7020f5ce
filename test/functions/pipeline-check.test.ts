import job from '../../events/pipeline-job/samples/job.json';
import type { PipelineJobs } from '../../domain/releases/ports';
import { createHandle } from '../../functions/pipeline-check/handle';
import { validationPorts } from '../support/fakes';
import { gatePorts } from '../support/gates';
import { anAlarmsCheck, aPolicy, aRepeat, NOON } from '../support/releases';

const CONTEXT = { getRemainingTimeInMillis: () => 300_000 };
const JOB_ID = '4a5b6c7d-8e9f-4a0b-9c1d-2e3f4a5b6c7d';
const aJob = (continuationToken?: string, userParameters = 'shop/checkout') => {
  const { data, ...rest } = job['CodePipeline.job'];
  const configuration = {
    ...data.actionConfiguration.configuration,
    UserParameters: userParameters,
  };
  const actionConfiguration = { configuration };
  return {
    'CodePipeline.job': { ...rest, data: { ...data, actionConfiguration, continuationToken } },
  };
};

const setUp = (
  state: 'OK' | 'ALARM' = 'OK',
  jobs: Partial<PipelineJobs> = {},
  count = 1,
  mode: 'observe' | 'enforce' = 'enforce',
) => {
  const check = anAlarmsCheck(count === 1 ? {} : { repeat: aRepeat({ count }) });
  const ports = validationPorts({
    policies: { read: async () => aPolicy({ mode, checks: { PipelineAction: [check] } }) },
    observers: {
      look: async () => ({ kind: 'alarms', alarms: [{ name: 'shop-errors', state }] }),
      alarms: async () => [],
    },
  });
  const { deps, told } = gatePorts({}, ports);
  const handle = createHandle({
    ...deps,
    releases: ports.releases,
    runs: { read: async () => undefined, note: async () => undefined },
    jobs: {
      succeed: async (id, summary) => void told.push(`succeeded ${id} ${summary}`),
      fail: async (id, message) => void told.push(`failed ${id} ${message}`),
      goOn: async (id, token) => void told.push(`goes on ${id} ${token}`),
      ...jobs,
    },
  });
  return { handle: (event: unknown) => handle(event, CONTEXT), told, ports };
};

it.each([
  ['OK', `succeeded ${JOB_ID} passed: ChecksPassed`],
  ['ALARM', `failed ${JOB_ID} failed: CheckFailed`],
] as const)('answers the job first, then tells: %s', async (state, answer) => {
  const { handle, told, ports } = setUp(state);
  await handle(aJob());
  expect(told).toEqual([answer, 'notice verdict', `announced {"deploymentId":"${JOB_ID}"}`]);
  expect(ports.verdicts.stored.get('PipelineAction')?.reportedAt).toBe('2026-11-02T12:00:00.000Z');
});

it('pages where CodePipeline cannot be told, does not call it told, and throws', async () => {
  const down = async (): Promise<never> => Promise.reject(new Error('down'));
  const { handle, told, ports } = setUp('OK', { succeed: down });
  await expect(handle(aJob())).rejects.toThrow('down');
  expect(ports.verdicts.stored.get('PipelineAction')).toMatchObject({ outcome: 'passed' });
  expect(ports.verdicts.stored.get('PipelineAction')?.reportedAt).toBeUndefined();
  expect(told).toEqual(['page answer-not-delivered']);
});

it('pages also where CodePipeline cannot be told that its job goes on, and throws', async () => {
  const down = async (): Promise<never> => Promise.reject(new Error('down'));
  const { handle, told } = setUp('OK', { goOn: down }, 3);
  await expect(handle(aJob())).rejects.toThrow('down');
  expect(told).toEqual(['page answer-not-delivered']);
});

it('goes on by continuation, under the first job’s id', async () => {
  const { handle, told } = setUp('OK', {}, 3);
  await handle(aJob());
  expect(told).toEqual([`goes on ${JOB_ID} ${JOB_ID}`]);
});

it('holds no pipeline up in observe: succeeds, and hands the gate over', async () => {
  const { handle, told } = setUp('OK', {}, 3, 'observe');
  await handle(aJob());
  expect(told).toEqual([
    `handed over PipelineAction until ${NOON + 60_000} (observe)`,
    `succeeded ${JOB_ID} only observed: its judging goes on`,
    `announced {"deploymentId":"${JOB_ID}"}`,
  ]);
});

it('fails a job whose user parameters name no policy', async () => {
  const { handle, told } = setUp();
  await handle(aJob(undefined, 'nonsense'));
  expect(told[0]).toMatch(/^failed .* error: NotJudged\. Slipway could not judge this release\./);
});

it('refuses what is no job', async () => {
  await expect(setUp().handle({})).rejects.toThrow('The job is not valid');
});
