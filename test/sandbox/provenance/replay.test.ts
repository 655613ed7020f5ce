import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProbeClients } from '../../../cli/probe-clients';
import { compareRecordings } from '../../../sandbox/provenance/replay/compare';
import { createCleanUp } from '../../../sandbox/provenance/replay/clean-up';
import { namesOf, type Probe } from '../../../sandbox/provenance/replay/probe';
import { probes } from '../../../sandbox/provenance/replay/probes';
import {
  readRecordingFolder,
  type Recording,
  toRecordings,
  writeRecordings,
} from '../../../sandbox/provenance/replay/recording-file';
import { neededBy, runProbes } from '../../../sandbox/provenance/replay/run-probes';

const named = (name: string): Error => Object.assign(new Error('no'), { name });
const aProbe = (id: string, needs: Probe['needs'] = []): Probe => ({
  id,
  needs,
  run: () => Promise.resolve(),
});
const aRecording = (overrides: Partial<Recording> = {}): Recording => ({
  probe: 'lambda-marker',
  recordedAt: '2026-11-21T12:00:00.000Z',
  region: 'eu-west-1',
  steps: [{ step: 'a marker', error: { code: 'Invalid', message: 'Not valid.', status: 400 } }],
  ...overrides,
});

describe('a run of probes', () => {
  it('makes each thing once, what others need first', () => {
    expect(neededBy([aProbe('a', ['group']), aProbe('b', ['application']), aProbe('c')])).toEqual([
      'codeDeployRole',
      'application',
      'group',
    ]);
  });

  it.each([
    ['before what needs them', ['function'], ['CreateRole', 'PutRolePolicy', 'settled', 'CreateF']],
    ['also where nothing else is made', ['codeDeployRole'], ['AttachRolePolicy', 'settled']],
    ['not without a role', ['application'], ['CreateApplication']],
  ] as const)('lets roles settle: %s', async (_, needs, order) => {
    // given
    const calls: string[] = [];
    const client = {
      send: (command: object) => {
        calls.push(command.constructor.name);
        return /^Create(Function|Application)C/.test(command.constructor.name)
          ? Promise.reject(named('Enough'))
          : Promise.resolve({});
      },
    };
    const settings = {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    };
    const fakes = { iam: client, lambda: client, codeDeploy: client };

    // when
    await runProbes({
      probes: [aProbe('x', needs)],
      names: namesOf('slipway-verify-x'),
      place: { account: '123456789012', region: 'eu-west-1' },
      clients: Object.assign(createProbeClients(settings), fakes),
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
      tell: () => undefined,
      settle: async () => void calls.push('settled'),
    });

    // then
    const made = calls.filter((name) => !/^(Delete|Detach)/.test(name));
    const seen = order.map((name) => made.findLastIndex((it) => it.startsWith(name)));
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
    expect(seen).not.toContain(-1);
    expect(made.filter((name) => name === 'settled')).toHaveLength(
      order.filter((name) => name === 'settled').length,
    );
  });

  it('has probes of different names, each under its service', () => {
    const ids = probes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(
        /^(codedeploy|cloudwatch|codepipeline|ecs|eventbridge|iam|lambda|s3|sns|sqs|ssm|states|sts|wire)-/,
      );
  });
});

describe('cleaning up', () => {
  const aCleanUp = () => {
    const lines: string[] = [];
    const cleanUp = createCleanUp({
      wait: () => Promise.resolve(),
      tell: (line) => lines.push(line),
    });
    return { cleanUp, lines };
  };

  it('removes the last first', async () => {
    // given
    const { cleanUp, lines } = aCleanUp();
    for (const what of ['bus', 'rule']) cleanUp.add(what, () => Promise.resolve());

    // when
    const left = await cleanUp.run();

    // then
    expect(left).toEqual([]);
    expect(lines).toEqual(['removed: rule', 'removed: bus']);
  });

  it('tries again, and goes on with the others where it must give up', async () => {
    // given
    const { cleanUp, lines } = aCleanUp();
    let tries = 0;
    cleanUp.add('bus', () => Promise.resolve());
    cleanUp.add('rule', () => {
      tries += 1;
      return tries < 3 ? Promise.reject(named('Throttled')) : Promise.resolve();
    });
    cleanUp.add('function', () => Promise.reject(named('AccessDenied')));

    // when
    const left = await cleanUp.run();

    // then
    expect(left).toEqual(['function (AccessDenied: no)']);
    expect(lines).toEqual(['removed: rule', 'removed: bus']);
  });

  it('takes what is not there for removed', async () => {
    const { cleanUp } = aCleanUp();
    cleanUp.add('bus', () => Promise.reject(named('ResourceNotFoundException')));
    expect(await cleanUp.run()).toEqual([]);
  });

  it('forgets what was never made', async () => {
    // given
    const { cleanUp, lines } = aCleanUp();
    const takeBack = cleanUp.add('bus', () => Promise.reject(named('AccessDenied')));

    // when
    takeBack();

    // then
    expect(await cleanUp.run()).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('recordings', () => {
  it('tell neither the account, who asked, nor what differs from run to run', () => {
    const [recording] = toRecordings(
      [
        {
          probe: 'lambda-marker',
          steps: [
            {
              step: 'a function',
              answer: {
                arn: 'arn:aws:lambda:eu-north-1:998877665544:function:slipway-verify-0a1b-function',
                refused:
                  'arn:aws:sts::998877665544:assumed-role/ops/ann may not (Request ID: 8ZK2)',
                session: 'arn:aws:sts::998877665544:assumed-role/states/aQkHNts1 may not',
                role: 'AROAZ3MEFAKE1234567QX',
                at: '2026-11-20T08:15:31.123+0000',
                revision: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
                deployments: ['d-X1Y2Z3A4B', 'd-ABCDEFGHI'],
              },
            },
          ],
        },
      ],
      {
        account: '998877665544',
        caller: 'arn:aws:sts::998877665544:assumed-role/ops/ann',
        prefix: 'slipway-verify-0a1b',
        region: 'eu-north-1',
        recordedAt: '2026-11-21T12:00:00.000Z',
      },
    );
    expect(recording).toEqual({
      probe: 'lambda-marker',
      recordedAt: '2026-11-21T12:00:00.000Z',
      region: 'eu-north-1',
      steps: [
        {
          step: 'a function',
          answer: {
            arn: 'arn:aws:lambda:eu-west-1:123456789012:function:slipway-verify-function',
            refused: 'arn:aws:iam::123456789012:user/caller may not (Request ID: UUID)',
            session: 'arn:aws:sts::123456789012:assumed-role/states/SESSION may not',
            role: 'PRINCIPALID',
            at: '0000-00-00T00:00:00.000+0000',
            revision: 'UUID',
            deployments: ['d-000000000', 'd-ABCDEFGHI'],
          },
        },
      ],
    });
  });

  it('are kept by service, and a later run replaces only what it asked again', async () => {
    // given
    const folder = await mkdtemp(join(tmpdir(), 'slipway-recordings-'));
    const marker = aRecording();
    const policy = aRecording({ probe: 'lambda-no-policy' });
    const again = aRecording({ recordedAt: '2026-12-01T12:00:00.000Z' });
    try {
      // when
      await writeRecordings(folder, [marker, policy, aRecording({ probe: 'ssm-bad-name' })]);
      const paths = await writeRecordings(folder, [again]);

      // then
      expect(paths).toEqual([join(folder, 'lambda.json')]);
      expect(JSON.parse(await readFile(join(folder, 'lambda.json'), 'utf8'))).toEqual([
        again,
        policy,
      ]);
      expect(await readRecordingFolder(folder)).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are none where nobody has asked AWS', async () => {
    expect(await readRecordingFolder(join(tmpdir(), 'slipway-no-such-folder'))).toEqual([]);
  });

  it('are compared step by step', () => {
    const other = aRecording({ steps: [{ step: 'a marker', answer: {} }] });
    expect(compareRecordings([aRecording()], [aRecording()])).toMatchObject({ passed: 1, of: 1 });
    expect(compareRecordings([aRecording()], [other]).missed).toEqual([
      {
        name: 'lambda-marker: a marker',
        why: 'answered {"answer":{},"step":"a marker"}, AWS {"error":{"code":"Invalid","message":"Not valid.","status":400},"step":"a marker"}',
      },
    ]);
    expect(compareRecordings([aRecording()], []).missed).toHaveLength(1);
  });
});
