import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStack } from '../../cli/package-stack';
import type { Replayed } from '../../cli/replay';
import { createReplayer, replay } from '../../cli/replay';
import type { EventFile } from '../../cli/replay/event-files';
import { findEventFiles } from '../../cli/replay/event-files';
import type { TemplateEdit } from '../support/edited-package';
import { editPackage } from '../support/edited-package';
import { eventSample, eventSampleNames, inSnsRecord, inSqsBatch } from '../support/event-samples';

let folder: string;
let replayFile: (file: EventFile) => Promise<Replayed>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-replay-'));
  replayFile = await createReplayer(await packageStack(() => undefined));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
const written = async (content: string | Uint8Array): Promise<string> => {
  const path = join(folder, `${++count}.json`);
  await writeFile(path, content);
  return path;
};
const replayText = async (content: string | Uint8Array): Promise<Replayed> =>
  replayFile({ path: await written(content) });
const replayValue = (value: unknown): Promise<Replayed> => replayText(JSON.stringify(value));

/** `outcome, reason`, and what was done. */
const summary = ({ outcome, reason, effects }: Replayed) => [outcome, reason, effects.length];

describe('our own samples', () => {
  const HANDLED = {
    'deployment-state':
      'DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException',
    'pipeline-state':
      'InScope: codepipeline:GetPipelineExecution answered PipelineNotFoundException',
    'action-state': 'InScope',
    'lifecycle-hook':
      'NotJudged: codedeploy:GetDeployment answered DeploymentDoesNotExistException',
    'http-request': 'TimestampOutOfWindow',
    'pipeline-job': 'NoChecksRan: codepipeline:PutJobFailureResult answered JobNotFoundException',
  };

  it.each(eventSampleNames().filter(({ folder: name }) => name in HANDLED))(
    'handles $name of $folder',
    async ({ folder: name, name: sample }) => {
      const { outcome, reason } = await replayValue(eventSample(name, sample));
      expect([outcome, reason]).toEqual([
        'handled',
        Object.entries(HANDLED).find(([it]) => it === name)?.[1],
      ]);
    },
  );

  it.each([
    ['envelope/eventbridge', 'Scheduled Event of aws.events: no rule of the stack matches it'],
    ['envelope/codestar-notification', 'PipelineState: no function of the stack takes it'],
    ['envelope/sns-record', 'DeploymentState: no function of the stack takes it'],
    ['envelope/sns-message', 'DeploymentState: no function of the stack takes it'],
    ['envelope/sqs-batch', 'DeploymentState: no function of the stack takes it'],
    ['instance-state/bus-succeeded', 'InstanceState: no rule of the stack matches it'],
    ['instance-state/trigger-succeeded', 'InstanceState: no function of the stack takes it'],
    ['stage-state/resumed', 'StageState: no rule of the stack matches it'],
    ['alarm-state/bus', 'AlarmState: no rule of the stack matches it'],
    ['alarm-state/bus-suppressed', 'AlarmState: no rule of the stack matches it'],
    ['alarm-state/action', 'AlarmState: no function of the stack takes it'],
    ['alarm-state/message', 'AlarmState: no function of the stack takes it'],
    ['approval-request/with-note', 'ApprovalRequest: no function of the stack takes it'],
    ['announcement/run', 'Announcement: no function of the stack takes it'],
  ])('ignores %s', async (sample, reason) => {
    const [name = '', file = ''] = sample.split('/');
    expect(summary(await replayValue(eventSample(name, file)))).toEqual(['ignored', reason, 0]);
  });

  it('hands a hook of ECS to its function, which lets what goes back go', async () => {
    const event = eventSample('ecs-hook', 'production-traffic-going-back');
    const { outcome, reason } = await replayValue(event);
    expect([outcome, reason.split(':')[0]]).toEqual(['handled', 'RollbackNotJudged']);
  });

  it('says what was done and told', async () => {
    const { effects, messages } = await replayValue(eventSample('pipeline-state', 'started'));
    const done = effects.map(({ service, operation }) => `${service}:${operation}`);
    expect(done.slice(0, 2)).toEqual(['dynamodb:UpdateItem', 'sqs:SendMessage']);
    expect(messages.map(({ channel, kind }) => [channel, kind])).toEqual([['releases', 'run']]);
  });

  it("prints nothing of a pipeline's job that opens something", async () => {
    const line = JSON.stringify(await replayValue(eventSample('pipeline-job', 'job')));
    expect(line).toContain('PutJobFailureResult');
    for (const secret of ['sample-secret-access-key', 'sample-session-token', 'sample-access-key'])
      expect(line).not.toContain(secret);
  });

  it('hands a message of our own queue to its function', async () => {
    const batch = inSqsBatch('slipway-dev-publish', { version: 1, runId: 'nobody/knows/it' });
    const { outcome } = await replayValue(batch);
    expect(outcome).toBe('handled');
  });
});

describe('what claims to be ours and is malformed is rejected', () => {
  const deployment = eventSample('deployment-state', 'started');

  it.each([
    [
      'an event of the bus, by the function, whose failure queue it ends in',
      { ...deployment, detail: { application: 'shop' } },
      /^InvalidInputError: The event is not valid: detail.deploymentGroup must be a string; detail.deploymentId must be a string; detail.state must be a string\.$/,
    ],
    [
      'an event that no bus carries',
      { ...deployment, id: 7 },
      /^InvalidInput: id must be a string$/,
    ],
    [
      'an invocation of a hook',
      { DeploymentId: 'd-7QK2M9XWP; rm -rf /', LifecycleEventHookExecutionId: ['a'] },
      /InvalidInput.*DeploymentId is out of form.*LifecycleEventHookExecutionId must be a string/,
    ],
    [
      'half an invocation',
      { DeploymentId: 'd-7QK2M9XWP' },
      /LifecycleEventHookExecutionId must be/,
    ],
    [
      'a message that nobody is subscribed to',
      inSnsRecord({ AlarmName: 'a', NewStateValue: 'OK' }),
      /^InvalidInput: AWSAccountId must be a string; StateChangeTime is out of form/,
    ],
  ])('%s', async (_, event, reason) => {
    const replayed = await replayValue(event);
    expect(replayed).toMatchObject({ outcome: 'rejected', effects: [], messages: [] });
    expect(replayed.reason).toMatch(reason);
  });
});

describe('hostile files are rejected and nothing is done', () => {
  // This one acts, as a test above shows: so does each of the others, if it is taken for it.
  const acting = JSON.stringify(eventSample('pipeline-state', 'started'));
  const hook = JSON.stringify(eventSample('lifecycle-hook', 'invocation'));
  const inside = (member: string): string => acting.replace('{', `{${member},`);
  const deep = (opening: string, closing: string, levels: number): string =>
    `${opening.repeat(levels)}1${closing.repeat(levels)}`;

  it.each([
    ['nothing', '', 'NotJson: it is empty'],
    ['half an event', acting.slice(0, -3), 'NotJson: it does not parse'],
    ['two events', `${acting}\n${acting}`, 'NotJson: it does not parse'],
    [
      'a byte order mark',
      `\ufeff${acting}`,
      'NotJson: it begins with a byte order mark; JSON is UTF-8 without one',
    ],
    ['UTF-16', Buffer.from(`\ufeff${acting}`, 'utf16le'), 'NotUtf8: JSON is UTF-8; is it UTF-16?'],
    [
      'UTF-16 unmarked',
      Buffer.from(acting, 'utf16le'),
      'NotJson: it holds NUL characters; is it UTF-16?',
    ],
    [
      'a lone surrogate in bytes',
      Buffer.from('7b2261223a22eda080227d', 'hex'),
      'NotUtf8: JSON is UTF-8; is it UTF-16?',
    ],
    [
      'a NUL',
      acting.replace('shop-delivery"', 'shop-delivery\0"'),
      'NotJson: it holds NUL characters; is it UTF-16?',
    ],
    ['a list', `[${acting}]`, 'NotAnObject: an event is a JSON object'],
    ['null', 'null', 'NotAnObject: an event is a JSON object'],
    ['a text', JSON.stringify(acting), 'NotAnObject: an event is a JSON object'],
    ['a number', '1e400', 'NotAnObject: an event is a JSON object'],
    [
      'a prototype',
      inside('"__proto__":{"polluted":true}'),
      'ForbiddenKey: the member "__proto__" reaches for a prototype',
    ],
    [
      'a prototype in a hook',
      hook.replace('{', '{"constructor":{"prototype":{"polluted":true}},'),
      'ForbiddenKey: the member "prototype" reaches for a prototype',
    ],
    [
      'two states',
      acting.replace('"state":', '"state":"FAILED","state":'),
      'DuplicateKey: the member "state" stands twice in one object',
    ],
    [
      'two ids, one in escapes',
      hook.replace('{', '{"Deployment\\u0049d":"d-EVIL",'),
      'DuplicateKey: the member "DeploymentId" stands twice in one object',
    ],
    [
      '10,000 nested lists',
      inside(`"more":${deep('[', ']', 10_000)}`),
      'TooDeep: it nests more than 100 levels',
    ],
    [
      '10,000 nested objects',
      inside(`"more":${deep('{"a":', '}', 10_000)}`),
      'TooDeep: it nests more than 100 levels',
    ],
    ['400,000 nested lists', deep('[', ']', 400_000), 'TooDeep: it nests more than 100 levels'],
    [
      'a text of 3 MB',
      inside(`"more":"${'a'.repeat(3_000_000)}"`),
      'TooLarge: an event has at most 1048576 bytes',
    ],
  ])('%s', async (_, content, reason) => {
    expect(summary(await replayText(content))).toEqual(['rejected', reason, 0]);
  });

  it.each([
    ['a pipeline that is a list', 'pipeline-state', { pipeline: ['shop-delivery'] }],
    ['a state that is an object', 'pipeline-state', { state: { toString: 'FAILED' } }],
    ['an execution that is null', 'pipeline-state', { 'execution-id': null }],
    ['a lone surrogate for a pipeline', 'pipeline-state', { pipeline: '\ud800' }],
    ['a path for a pipeline', 'pipeline-state', { pipeline: '../shop-delivery' }],
    ['a name that is too long', 'deployment-state', { application: 'a'.repeat(900_000) }],
    ['a deployment that is a query', 'deployment-state', { deploymentId: "d-1' OR '1'='1" }],
  ])('%s', async (_, name, detail) => {
    const event = eventSample(name, 'started');
    const replayed = await replayValue({ ...event, detail: { ...event.detail, ...detail } });
    expect(replayed).toMatchObject({ outcome: 'rejected', effects: [], messages: [] });
    expect(replayed.reason).toMatch(/^InvalidInputError: The event is not valid: detail\./);
  });

  it.each(['constructor', '__proto__', 'toString'])('the state %s is no word', async (state) => {
    const event = eventSample('pipeline-state', 'started');
    const replayed = await replayValue({ ...event, detail: { ...event.detail, state } });
    expect(summary(replayed)).toEqual(['ignored', 'UnknownState', 0]);
  });

  it('a source that says how to become text', async () => {
    const source = { toString: 1, valueOf: 1 };
    const replayed = await replayValue({ ...eventSample('pipeline-state', 'started'), source });
    expect(summary(replayed)).toEqual(['rejected', 'InvalidInput: source must be a string', 0]);
  });
});

describe('files that are none', () => {
  it.each(
    [
      ['/dev/zero', 'NotAFile: it is a pipe or a device'],
      ['/proc/self/mem', 'Unreadable: EIO: i/o error, read'],
    ].filter(([path = '']) => existsSync(path)),
  )('rejects %s without reading on', async (path, reason) => {
    expect(summary(await replayFile({ path }))).toEqual(['rejected', reason, 0]);
  });

  it('gives each thing named *.json in a folder a line, and walks no circle', async () => {
    // given
    const root = join(folder, 'strange');
    await mkdir(join(root, 'folder.json'), { recursive: true });
    await writeFile(join(root, 'folder.json', 'event.json'), '{}');
    await writeFile(join(root, 'notes.txt'), '{}');
    await symlink('loop.json', join(root, 'loop.json'));
    await symlink('nowhere', join(root, 'dangling.json'));
    await symlink('.', join(root, 'again'));
    await symlink('folder.json', join(root, 'link-to-folder.json'));

    // when
    const files = await findEventFiles([root]);
    const lines = [];
    for (const file of files) lines.push(await replayFile(file));

    // then
    const short = lines.map(({ file, outcome, reason }) => [
      file.slice(root.length + 1),
      outcome,
      reason.replace(/,.*$/, ''),
    ]);
    expect(short).toEqual([
      ['dangling.json', 'rejected', 'Unreadable: ENOENT: no such file or directory'],
      ['folder.json', 'rejected', 'NotAFile: it is a folder'],
      [
        'folder.json/event.json',
        'ignored',
        'UnknownShape: nothing that reaches Slipway looks like this',
      ],
      ['link-to-folder.json', 'rejected', 'NotAFile: it is a folder'],
      ['loop.json', 'rejected', 'Unreadable: ELOOP: too many symbolic links encountered'],
    ]);
  });

  it.each(['nowhere.json', 'notes/event.json'])(
    'refuses the path %s, where there is nothing',
    async (name) => {
      await writeFile(join(folder, 'notes'), '');
      await expect(replay([folder, join(folder, name)], { json: true })).rejects.toThrow(
        `There is nothing at ${join(folder, name)}. Give an event file or a folder of them.`,
      );
    },
  );

  it('rejects a link that leads nowhere: the path is there', async () => {
    await symlink('nowhere', join(folder, 'link'));
    expect(await findEventFiles([join(folder, 'link')])).toEqual([{ path: join(folder, 'link') }]);
  });
});

describe('the command', () => {
  const slipway = (...args: readonly string[]) => {
    const cli = join(__dirname, '../../cli/slipway.cjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('prints nothing for a folder without events, says so, and ends well', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    expect(slipway('replay', empty, '--json')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: expect.stringContaining(`There is no *.json file under ${empty}.`),
    });
  });

  it('ends with 2 for a path where there is nothing, with a sentence and no stack trace', () => {
    const { status, stdout, stderr } = slipway('replay', join(folder, 'nope.json'), '--json');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is nothing at ');
    expect(stderr).not.toMatch(/\n +at /);
  });

  it('prints a line per file that nothing in an event breaks or turns around', async () => {
    // given: an event of a type with what a terminal would act upon
    const type = 'A\u001b[2J\u202eB\u2028C\u2066D\u200bE';
    const event = await written(
      JSON.stringify({ ...eventSample('envelope', 'eventbridge'), 'detail-type': type }),
    );
    // when
    const { status, stdout } = slipway('replay', event);
    // then
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^ignored .*A \[2J B C D E.*\n$/u)]);
  });

  it('prints a line of JSON per file, with the members that other tools read', async () => {
    const { status, stdout } = slipway('replay', await written('{'), await written('{}'), '--json');
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): object => JSON.parse(line));
    const members = ['file', 'outcome', 'reason', 'effects', 'messages'];
    expect(lines.map((line) => Object.keys(line))).toEqual([members, members]);
  });
});

describe('a stack with more doors', () => {
  const permission =
    (service: string): TemplateEdit =>
    (template) => ({
      ...template,
      Resources: {
        ...template.Resources,
        [`May${service.replaceAll('.', '')}`]: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { 'Fn::GetAtt': ['ReleaseEventsLambdaFunction', 'Arn'] },
            Principal: service,
          },
        },
      },
    });
  const withUrl: TemplateEdit = (template) => ({
    ...template,
    Resources: {
      ...template.Resources,
      Url: {
        Type: 'AWS::Lambda::Url',
        Properties: {
          AuthType: 'NONE',
          TargetFunctionArn: { 'Fn::GetAtt': ['ReleaseEventsLambdaFunction', 'Arn'] },
        },
      },
    },
  });
  let remove: () => Promise<void>;
  let replayOpen: typeof replayFile;
  beforeAll(async () => {
    const edits = [
      permission('sns.amazonaws.com'),
      permission('lambda.alarms.cloudwatch.amazonaws.com'),
      withUrl,
    ];
    const edited = await editPackage(await packageStack(() => undefined), edits);
    remove = edited.remove;
    replayOpen = await createReplayer(edited.folder);
  }, 60_000);
  afterAll(() => remove());

  it('says in its line that it broke, where it did', async () => {
    const edited = await editPackage(await packageStack(() => undefined), []);
    const replayBroken = await createReplayer(edited.folder);
    await edited.remove();
    const path = await written(JSON.stringify(eventSample('pipeline-state', 'started')));
    const replayed = await replayBroken({ path });
    expect(replayed).toMatchObject({ outcome: 'rejected', effects: [], messages: [] });
    expect(replayed.reason).toMatch(/^ReplayFailed: .*ENOENT/);
  });

  const unknownDeployment =
    'DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException';
  const unknownPipeline =
    'InScope: codepipeline:GetPipelineExecution answered PipelineNotFoundException';
  it.each([
    ['a record', eventSample('envelope', 'sns-record'), 'handled', unknownDeployment],
    ['a message', eventSample('envelope', 'sns-message'), 'handled', unknownDeployment],
    [
      'a notification',
      eventSample('envelope', 'codestar-notification'),
      'handled',
      unknownPipeline,
    ],
    ['an alarm', eventSample('alarm-state', 'action'), 'ignored', 'NotFollowed'],
    ['a request', eventSample('http-request', 'slash-command'), 'ignored', 'NotFollowed'],
  ])('hands %s to the function that AWS would', async (_, event, outcome, reason) => {
    const replayed = await replayOpen({ path: await written(JSON.stringify(event)) });
    expect([replayed.outcome, replayed.reason]).toEqual([outcome, reason]);
  });
});
