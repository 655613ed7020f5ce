import type {
  GetPipelineExecutionOutput,
  GetPipelineStateOutput,
  ListActionExecutionsOutput,
  ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import * as z from 'zod/mini';
import { createCodePipeline } from '../../../../sandbox/services/codepipeline/codepipeline';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import { aMessagingCloud, call, refusalOf, resourcesOf } from '../../../support/messaging-cloud';

const ARN = 'arn:aws:codepipeline:eu-west-1:123456789012:shop';
const MARY = 'arn:aws:sts::123456789012:assumed-role/Developers/mary';
const ORDER = {
  pipeline: 'shop',
  trigger: { triggerType: 'StartPipelineExecution', triggerDetail: MARY },
  revision: { revisionId: '8cf40f2', revisionSummary: 'Add a basket' },
} as const;
const SOURCE = {
  stage: 'Source',
  action: 'Source',
  provider: 'CodeStarSourceConnection',
  category: 'Source',
} as const;
const DEPLOY = {
  stage: 'Prod',
  action: 'Deploy',
  provider: 'CodeDeploy',
  category: 'Deploy',
} as const;

const aRun = () => {
  const cloud = aMessagingCloud();
  const pipelines = createCodePipeline(cloud.cloud);
  const { executionId } = pipelines.port.startExecution(ORDER);
  type Change = Parameters<typeof pipelines.port.setAction>[1];
  const set = (change: Change): void => pipelines.port.setAction(executionId, change);
  return { cloud, pipelines, executionId, set };
};

const eventsOf = ({ journal }: MessagingCloud) =>
  journal.entries().flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));

const Told = z.object({
  'detail-type': z.string(),
  detail: z.object({
    stage: z.optional(z.string()),
    action: z.optional(z.string()),
    state: z.string(),
  }),
});
/** `Level stage action STATE` of every event. */
const told = (cloud: MessagingCloud): string[] =>
  eventsOf(cloud).map((event) => {
    const { 'detail-type': type, detail } = Told.parse(event);
    const level = type.split(' ')[1];
    return [level, detail.stage, detail.action, detail.state].filter(Boolean).join(' ');
  });

describe('a run that is put in', () => {
  it('tells every level, in order, until it has succeeded', () => {
    // given
    const { cloud, pipelines, executionId, set } = aRun();

    // when
    set({ ...SOURCE, status: 'InProgress' });
    set({ ...SOURCE, status: 'Succeeded' });
    set({ ...DEPLOY, status: 'InProgress' });
    set({ ...DEPLOY, status: 'InProgress', externalExecutionId: 'd-AB12' });
    set({ ...DEPLOY, status: 'Succeeded' });
    pipelines.port.endExecution(executionId, 'Succeeded');

    // then
    expect(told(cloud)).toEqual([
      'Pipeline STARTED',
      'Stage Source STARTED',
      'Action Source Source STARTED',
      'Action Source Source SUCCEEDED',
      'Stage Source SUCCEEDED',
      'Stage Prod STARTED',
      'Action Prod Deploy STARTED',
      'Action Prod Deploy SUCCEEDED',
      'Stage Prod SUCCEEDED',
      'Pipeline SUCCEEDED',
    ]);
  });

  it('fails its stage with an action that fails, once', () => {
    const { cloud, pipelines, executionId, set } = aRun();
    set({ ...DEPLOY, status: 'Failed' });
    pipelines.port.endExecution(executionId, 'Failed');
    expect(told(cloud).slice(-3)).toEqual([
      'Action Prod Deploy FAILED',
      'Stage Prod FAILED',
      'Pipeline FAILED',
    ]);
  });

  it('can be superseded in the middle of a stage', () => {
    const { cloud, pipelines, executionId, set } = aRun();
    set({ ...DEPLOY, status: 'InProgress' });
    pipelines.port.endExecution(executionId, 'Superseded');
    expect(told(cloud).slice(-2)).toEqual(['Stage Prod CANCELED', 'Pipeline SUPERSEDED']);
  });

  it('carries in its events what AWS says, the deployment only once it has ended', () => {
    // given
    const { cloud, executionId, set } = aRun();

    // when
    set({ ...DEPLOY, status: 'InProgress', externalExecutionId: 'd-AB12' });
    set({ ...DEPLOY, status: 'Failed', externalExecutionSummary: 'Deployment d-AB12 failed' });

    // then
    const events = eventsOf(cloud);
    const shared = {
      pipeline: 'shop',
      'execution-id': executionId,
      version: 1,
      'pipeline-execution-attempt': 1,
    };
    expect(events[0]).toMatchObject({
      'detail-type': 'CodePipeline Pipeline Execution State Change',
      source: 'aws.codepipeline',
      resources: [ARN],
      detail: {
        ...shared,
        'start-time': '2026-11-21T12:00:00.000Z',
        'execution-trigger': { 'trigger-type': 'StartPipelineExecution', 'trigger-detail': MARY },
        state: 'STARTED',
      },
    });
    expect(events[1]?.['detail']).toEqual({ ...shared, stage: 'Prod', state: 'STARTED' });
    expect(events[2]?.['detail']).toEqual({
      ...shared,
      stage: 'Prod',
      action: 'Deploy',
      state: 'STARTED',
      region: 'eu-west-1',
      'action-execution-id': expect.any(String),
      type: { owner: 'AWS', provider: 'CodeDeploy', category: 'Deploy', version: '1' },
    });
    expect(events[3]?.['detail']).toMatchObject({
      state: 'FAILED',
      'execution-result': {
        'external-execution-id': 'd-AB12',
        'external-execution-summary': 'Deployment d-AB12 failed',
      },
    });
  });
});

describe('CodePipeline', () => {
  it('says who started a run and with which commit', async () => {
    const { pipelines, executionId } = aRun();
    const { pipelineExecution } = await call<GetPipelineExecutionOutput>(
      pipelines,
      'GetPipelineExecution',
      { pipelineName: 'shop', pipelineExecutionId: executionId },
    );
    expect(pipelineExecution).toMatchObject({
      pipelineName: 'shop',
      status: 'InProgress',
      artifactRevisions: [{ revisionId: '8cf40f2', revisionSummary: 'Add a basket' }],
      trigger: { triggerType: 'StartPipelineExecution', triggerDetail: MARY },
    });
  });

  it('says which deployment a stage made', async () => {
    // given
    const { pipelines, executionId, set } = aRun();
    set({ ...SOURCE, status: 'Succeeded' });
    set({ ...DEPLOY, status: 'InProgress', externalExecutionId: 'd-AB12' });

    // when
    const state = await call<GetPipelineStateOutput>(pipelines, 'GetPipelineState', {
      name: 'shop',
    });
    const actions = await call<ListActionExecutionsOutput>(pipelines, 'ListActionExecutions', {
      pipelineName: 'shop',
      filter: { pipelineExecutionId: executionId },
    });

    // then
    expect(state.stageStates).toMatchObject([
      { stageName: 'Source', latestExecution: { status: 'Succeeded' } },
      {
        stageName: 'Prod',
        latestExecution: { pipelineExecutionId: executionId, status: 'InProgress' },
        actionStates: [
          {
            actionName: 'Deploy',
            latestExecution: { status: 'InProgress', externalExecutionId: 'd-AB12' },
          },
        ],
      },
    ]);
    expect(
      actions.actionExecutionDetails?.map(({ actionName, status, output }) => [
        actionName,
        status,
        output?.executionResult?.externalExecutionId,
      ]),
    ).toEqual([
      ['Deploy', 'InProgress', 'd-AB12'],
      ['Source', 'Succeeded', undefined],
    ]);
  });

  it('lists runs newest first, and those that succeeded in a stage', async () => {
    const { pipelines, executionId, set } = aRun();
    set({ ...SOURCE, status: 'Succeeded' });
    const second = pipelines.port.startExecution(ORDER).executionId;
    const list = async (input: object) =>
      (
        await call<ListPipelineExecutionsOutput>(pipelines, 'ListPipelineExecutions', {
          pipelineName: 'shop',
          ...input,
        })
      ).pipelineExecutionSummaries?.map(({ pipelineExecutionId }) => pipelineExecutionId);
    expect(await list({})).toEqual([second, executionId]);
    expect(await list({ maxResults: 1 })).toEqual([second]);
    expect(await list({ filter: { succeededInStage: { stageName: 'Source' } } })).toEqual([
      executionId,
    ]);
  });

  it.each([
    ['GetPipelineState', { name: 'gone' }, /^PipelineNotFoundException: .*'gone'/],
    ['ListPipelineExecutions', { pipelineName: 'gone' }, /^PipelineNotFoundException: /],
    [
      'GetPipelineExecution',
      { pipelineName: 'shop', pipelineExecutionId: 'x' },
      /^PipelineExecutionNotFoundException: /,
    ],
    [
      'ListActionExecutions',
      { pipelineName: 'shop', filter: { pipelineExecutionId: 'x' } },
      /^PipelineExecutionNotFoundException: /,
    ],
    [
      'ListPipelineExecutions',
      { pipelineName: 'shop', nextToken: 'x' },
      /^InvalidNextTokenException: /,
    ],
  ])('refuses %s %j', async (operation, input, words) => {
    expect(await refusalOf(call(aRun().pipelines, operation, input))).toMatch(words);
  });

  it('is authorised by the pipeline', () => {
    const { pipelines } = aRun();
    expect(resourcesOf(pipelines, 'GetPipelineState', { name: 'shop' })).toEqual([ARN]);
    expect(resourcesOf(pipelines, 'ListActionExecutions', { pipelineName: 'shop' })).toEqual([ARN]);
  });
});
