import {
  InternalServerError,
  InvalidCommandId,
  InvalidInstanceId,
  InvocationDoesNotExist,
} from '@aws-sdk/client-ssm';
import { createSsmCommandEye } from '../../../../adapters/aws/observers/ssm-command';
import type { Observation } from '../../../../domain/releases/checks/observation';
import { anAnsweredSsm, type Input } from '../../../support/answered-clients';
import { aClaimBook } from '../../../support/fakes';
import { aCommandLook } from '../../../support/looks';
import { aLook } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const signal = new AbortController().signal;
const HOSTS = aSubject({ lambda: undefined, instanceIds: ['i-2', 'i-1', 'i-2'] });
const meta = { $metadata: {}, message: 'no' };

const ran = (instanceId: string, overrides: object = {}, plugin: object = {}) => ({
  InstanceId: instanceId,
  Status: 'Success',
  StatusDetails: 'Success',
  CommandPlugins: [{ ResponseCode: 0, Output: 'active\n', ...plugin }],
  ...overrides,
});

type Handlers = Readonly<Record<string, (input: Input) => object | Promise<object>>>;

/** SSM that keeps what it is sent, and answers reads as a test says. */
const anSsm = (handlers: Handlers = {}) => {
  const sent: Input[] = [];
  const calls: string[] = [];
  const defaults: Handlers = {
    SendCommandCommand: (input) => {
      sent.push(input);
      return { Command: { CommandId: `c-${sent.length}` } };
    },
    ListCommandInvocationsCommand: ({ CommandId, InstanceId }) =>
      CommandId === undefined
        ? {
            CommandInvocations: sent.map(({ Comment }, index) => ({
              ...ran(InstanceId),
              CommandId: `c-${index + 1}`,
              Comment,
            })),
          }
        : { CommandInvocations: [ran('i-1'), ran('i-2')] },
  };
  const { client } = anAnsweredSsm((input, operation) => {
    calls.push(operation);
    return { ...defaults, ...handlers }[operation]?.(input) ?? {};
  });
  return { client, sent, calls };
};

/** Several processes that share one book of claims. */
const eyeOf = (ssm: ReturnType<typeof anSsm>, claims = aClaimBook()) => {
  let ids = 0;
  const eye = createSsmCommandEye({ ssm: ssm.client, claims, newId: () => `process-${++ids}` });
  return (
    check: Parameters<typeof aCommandLook>[0] = {},
    about: Partial<Parameters<typeof eye>[0]> = {},
  ) => eye(aLook(aCommandLook(check), { subject: HOSTS, ...about }), signal);
};
const handleOf = (seen: Observation): string => {
  if (seen.kind !== 'pending') throw new Error(JSON.stringify(seen));
  return seen.handle;
};

describe('the first look', () => {
  it('sends the script to the hosts of the release, each once, and waits', async () => {
    const ssm = anSsm();
    const claims = aClaimBook();
    expect(await eyeOf(ssm, claims)({ timeoutSec: 12.5 })).toEqual({
      kind: 'pending',
      handle: 'c-1 2',
      againSec: 5,
    });
    expect(ssm.sent).toEqual([
      {
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: ['i-1', 'i-2'],
        Comment: expect.stringMatching(/^slipway d-GOOD00001 [0-9a-f]{32}$/),
        Parameters: { commands: ['systemctl is-active shop'], executionTimeout: ['13'] },
        TimeoutSeconds: 30,
        MaxConcurrency: '100%',
        MaxErrors: '100%',
      },
    ]);
    expect([...claims.held]).toEqual([
      [
        'ssm-command#123456789012/eu-west-1/d-GOOD00001#2026-11-02T12:00:00.000Z#service runs#1',
        { owner: 'process-1', done: true },
      ],
    ]);
  });

  it('sends the lines as they stand', async () => {
    const ssm = anSsm();
    await eyeOf(ssm)({ commands: ['echo {{targetVersion}}', 'echo "$HOME"'], timeoutSec: 60 });
    expect(ssm.sent[0]).toMatchObject({
      Parameters: { commands: ['echo {{targetVersion}}', 'echo "$HOME"'] },
      TimeoutSeconds: 60,
    });
  });

  it('sends it to no more hosts than the check says', async () => {
    const ssm = anSsm();
    expect(await eyeOf(ssm)({ maxHosts: 1 })).toMatchObject({ handle: 'c-1 1' });
    expect(ssm.sent[0]?.InstanceIds).toEqual(['i-1']);
  });

  it('sends it to hosts with a tag, of all pages', async () => {
    const pages = [
      { InstanceInformationList: [{ InstanceId: 'i-9' }, {}], NextToken: 'more' },
      { InstanceInformationList: [{ InstanceId: 'mi-8' }] },
      {},
    ];
    const asked: Input[] = [];
    const ssm = anSsm({
      DescribeInstanceInformationCommand: (input) => {
        asked.push({ ...input });
        return pages.shift() ?? {};
      },
    });
    const hosts = { of: 'tag', key: 'role', value: 'web' } as const;
    await eyeOf(ssm)({ hosts: { ...hosts, value: '{{group}}-web' } });
    expect(ssm.sent[0]?.InstanceIds).toEqual(['i-9', 'mi-8']);
    expect(asked[0]).toMatchObject({ Filters: [{ Key: 'tag:role', Values: ['checkout-web'] }] });
    expect(await eyeOf(ssm)({ hosts })).toEqual({
      kind: 'ssm-command',
      commandId: 'none',
      hosts: [],
    });
  });

  it('sees no hosts where the release has none, and sends nothing', async () => {
    const ssm = anSsm();
    expect(await eyeOf(ssm)({}, { subject: aSubject() })).toMatchObject({ hosts: [] });
    expect(ssm.calls).toEqual([]);
  });

  it.each([
    ['HostsNotManaged', () => Promise.reject(new InvalidInstanceId(meta))],
    ['CommandNotSent', () => ({})],
  ])('is a fault %s', async (code, SendCommandCommand) => {
    expect(await eyeOf(anSsm({ SendCommandCommand }))()).toMatchObject({ kind: 'fault', code });
  });

  it('throws what else SSM says', async () => {
    const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    const ssm = anSsm({ SendCommandCommand: () => Promise.reject(denied) });
    await expect(eyeOf(ssm)()).rejects.toThrow('denied');
  });
});

describe('a look that is taken twice', () => {
  it('sends once, and both see the same command', async () => {
    // given
    const ssm = anSsm();
    const look = eyeOf(ssm);

    // when
    const [first, second] = await Promise.all([look(), look()]);

    // then
    expect(ssm.sent).toHaveLength(1);
    const handles = [handleOf(first), handleOf(second)];
    expect(handles).toContain('c-1 2');
    for (const handle of handles)
      expect(await look({}, { handle })).toMatchObject({
        kind: 'ssm-command',
        commandId: 'c-1',
        hosts: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }],
      });
  });

  it('waits for the command of the other where that is not listed yet', async () => {
    const others = { CommandInvocations: [{ CommandId: 'c-9', Comment: 'other' }] };
    const ssm = anSsm({ ListCommandInvocationsCommand: () => others });
    const look = eyeOf(ssm);
    await look();
    const handle = handleOf(await look());
    expect(handle).toMatch(/^mark 2 i-1 slipway d-GOOD00001 /);
    expect(await look({}, { handle })).toEqual({ kind: 'pending', handle, againSec: 5 });
    expect(ssm.sent).toHaveLength(1);
  });

  it('never sends what the other claimed and may have sent', async () => {
    // given: the answer to SendCommand was lost
    const ssm = anSsm({ SendCommandCommand: () => Promise.reject(new Error('lost')) });
    const look = eyeOf(ssm);
    await expect(look()).rejects.toThrow('lost');

    // when
    const seen = await look();

    // then
    expect(handleOf(seen)).toMatch(/^mark 2 i-1 /);
    expect(ssm.calls).toEqual(['SendCommandCommand']);
  });

  it('looks through the commands of one host since the gate opened, four pages at most', async () => {
    const asked: Input[] = [];
    const ssm = anSsm({
      ListCommandInvocationsCommand: (input) => {
        asked.push({ ...input });
        return { CommandInvocations: [], NextToken: `page ${asked.length}` };
      },
    });
    const handle = 'mark 2 i-1 slipway d-1 0';
    expect(await eyeOf(ssm)({}, { handle })).toMatchObject({ handle });
    expect(asked.map((it) => it.NextToken)).toEqual([undefined, 'page 1', 'page 2', 'page 3']);
    expect(asked[0]).toMatchObject({
      InstanceId: 'i-1',
      Filters: [{ key: 'InvokedAfter', value: '2026-11-02T11:59:00Z' }],
    });
  });

  it('is another look with another number, gate or check', async () => {
    const ssm = anSsm();
    const look = eyeOf(ssm);
    await look();
    await look({}, { sequence: 2 });
    await look({}, { openedAt: '2026-11-02T13:00:00.000Z' });
    await look({ name: 'another' });
    expect(ssm.sent).toHaveLength(4);
    expect(new Set(ssm.sent.map(({ Comment }) => Comment)).size).toBe(4);
  });
});

describe('a look at what became of it', () => {
  const handle = 'c-1 2';
  const lookAt = (handlers: Handlers, check: Parameters<typeof aCommandLook>[0] = {}) =>
    eyeOf(anSsm(handlers))(check, { handle });
  const listing = (...CommandInvocations: object[]): Handlers => ({
    ListCommandInvocationsCommand: () => ({ CommandInvocations }),
  });

  it('sees each host', async () => {
    const failed = ran(
      'i-2',
      { Status: 'Failed', StatusDetails: 'Failed' },
      { ResponseCode: 3, Output: 'inactive\n' },
    );
    expect(await lookAt(listing(ran('i-1'), failed))).toEqual({
      kind: 'ssm-command',
      commandId: 'c-1',
      hosts: [
        { instanceId: 'i-1', status: 'Success', exitCode: 0, output: 'active\n' },
        { instanceId: 'i-2', status: 'Failed', exitCode: 3, output: 'inactive\n' },
      ],
    });
  });

  it('sees a host that it was never run on', async () => {
    const lost = {
      InstanceId: 'i-2',
      Status: 'TimedOut',
      StatusDetails: 'Delivery Timed Out',
      CommandPlugins: [],
    };
    expect(await lookAt(listing(ran('i-1'), lost))).toMatchObject({
      hosts: [{}, { instanceId: 'i-2', status: 'Delivery Timed Out', output: '' }],
    });
    const plain = { Status: 'Cancelled' };
    expect(await lookAt(listing(ran('i-1'), plain))).toMatchObject({
      hosts: [{}, { instanceId: 'unknown', status: 'Cancelled', output: '' }],
    });
  });

  it.each([
    ['nothing is listed yet', listing()],
    ['a host is not listed yet', listing(ran('i-1'))],
    ['a host goes on', listing(ran('i-1'), ran('i-2', { Status: 'InProgress' }))],
    ['a host is not reached yet', listing(ran('i-1'), ran('i-2', { Status: 'Delayed' }))],
    ['a host says nothing', listing(ran('i-1'), { InstanceId: 'i-2' })],
    [
      'SSM does not know the command yet',
      { ListCommandInvocationsCommand: () => Promise.reject(new InvalidCommandId(meta)) },
    ],
    [
      'SSM does not know the invocation yet',
      { ListCommandInvocationsCommand: () => Promise.reject(new InvocationDoesNotExist(meta)) },
    ],
    [
      'SSM is too busy',
      {
        ListCommandInvocationsCommand: () =>
          Promise.reject(Object.assign(new Error('slow'), { name: 'ThrottlingException' })),
      },
    ],
    [
      'SSM is broken for now',
      { ListCommandInvocationsCommand: () => Promise.reject(new InternalServerError(meta)) },
    ],
  ] satisfies [string, Handlers][])('waits while %s', async (_, handlers) => {
    expect(await lookAt(handlers)).toEqual({ kind: 'pending', handle, againSec: 5 });
  });

  it('throws what else SSM says', async () => {
    const ListCommandInvocationsCommand = () => Promise.reject(new Error('denied'));
    await expect(lookAt({ ListCommandInvocationsCommand })).rejects.toThrow('denied');
  });

  it('reads all that a host printed where the list does not show what must be there', async () => {
    const asked: Input[] = [];
    const long = `${'x'.repeat(5000)} version 2 ${'y'.repeat(5000)}`;
    const seen = await lookAt(
      {
        ...listing(ran('i-1'), ran('i-2', {}, { Output: 'version 2' })),
        GetCommandInvocationCommand: (input) => {
          asked.push({ ...input });
          return { StandardOutputContent: long };
        },
      },
      { outputHas: 'version 2' },
    );
    expect(asked).toEqual([{ CommandId: 'c-1', InstanceId: 'i-1' }]);
    expect(seen).toMatchObject({
      hosts: [
        { output: expect.stringMatching(/^…x{589} version 2$/) },
        { instanceId: 'i-2', output: 'version 2' },
      ],
    });
  });

  it('is a fault where the output must hold what the release does not have', async () => {
    expect(await lookAt({}, { outputHas: '{{targetVersion}}' })).toMatchObject({
      kind: 'fault',
      code: 'PlaceholderNotFilled',
    });
  });

  it('waits for all that a host printed', async () => {
    const busy = Object.assign(new Error('slow'), { name: 'TimeoutError' });
    const handlers = {
      ...listing(ran('i-1'), ran('i-2')),
      GetCommandInvocationCommand: () => Promise.reject(busy),
    };
    expect(await lookAt(handlers, { outputHas: 'version 2' })).toMatchObject({ kind: 'pending' });
  });

  it('keeps the start of what a host printed', async () => {
    const chatty = ran('i-2', {}, { Output: 'x'.repeat(2500) });
    expect(await lookAt(listing(ran('i-1'), chatty))).toMatchObject({
      hosts: [{}, { output: `${'x'.repeat(599)}…` }],
    });
  });
});
