import type { GateClick } from '../../domain/conversation/ports';
import type { TakenClick } from '../../domain/conversation/take-click';
import { toRefusalMessage } from '../../domain/conversation/refusal';
import { createHandle } from '../../functions/slack-actions/handle';
import { aClick } from '../support/conversation';
import { aLogger } from '../support/fakes';
import { aWorkspace } from '../support/telling';

const record = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const clickBy = (by: string) => ({ version: 1, ...aClick({ by }) });
const REFUSED = { decision: 'refuse', reason: 'NotAnApprover' } as const;
const RECORDED: TakenClick = { decided: { decision: 'record', reason: 'ByApprover' } };

const setUp = (take: (click: GateClick) => Promise<TakenClick> = async () => RECORDED) => {
  const taken: GateClick[] = [];
  const workspace = aWorkspace();
  const logger = aLogger();
  const takeClick = async (click: GateClick) => {
    taken.push(click);
    return take(click);
  };
  return { handle: createHandle({ takeClick, workspace, logger }), taken, workspace, logger };
};

it('takes clicks in their order, and tells nobody whose word counts', async () => {
  const { handle, taken, workspace, logger } = setUp();
  const batch = [record('m1', clickBy('U0ANA')), record('m2', clickBy('U0BEN'))];
  expect(await handle({ Records: batch })).toEqual({ batchItemFailures: [] });
  expect(taken).toEqual([aClick(), aClick({ by: 'U0BEN' })]);
  expect(workspace.alone).toEqual([]);
  expect(logger.lines[0]).toEqual([
    'Click taken',
    {
      deploymentId: 'd-GOOD00001',
      decision: 'record',
      reason: 'ByApprover',
      by: 'U0ANA',
      word: 'pass',
    },
  ]);
});

it('tells the one who pressed why it does not count, where the button was', async () => {
  const { handle, workspace } = setUp(async () => ({
    decided: REFUSED,
    tell: toRefusalMessage(REFUSED),
  }));
  await handle({ Records: [record('m1', clickBy('U0DEV'))] });
  expect(workspace.alone).toEqual([
    {
      userId: 'U0DEV',
      place: { channel: 'C0RELEASES', threadTs: '1793620800.000100' },
      status: 'NotAnApprover',
    },
  ]);
});

it('has taken a click though Slack cannot be told', async () => {
  const { workspace, logger } = setUp();
  const handle = createHandle({
    takeClick: async () => ({ decided: REFUSED, tell: toRefusalMessage(REFUSED) }),
    workspace: { ...workspace, tellAlone: async () => Promise.reject(new Error('Slack is down')) },
    logger,
  });
  expect(await handle({ Records: [record('m1', clickBy('U0DEV'))] })).toEqual({
    batchItemFailures: [],
  });
  expect(logger.lines.at(-1)?.[0]).toBe('Refusal not told');
});

it('gives back those that could not be taken, and takes the others', async () => {
  const { handle, taken } = setUp(async ({ word }) => {
    if (word.by === 'U0BEN') throw new Error('the ledger is away');
    return RECORDED;
  });
  const batch = ['U0ANA', 'U0BEN', 'U0CHLOE'].map((by, index) => record(`m${index}`, clickBy(by)));
  expect(await handle({ Records: batch })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }],
  });
  expect(taken).toHaveLength(3);
});

it.each(['not json', '{}', JSON.stringify({ ...clickBy('U0ANA'), version: 2 }), '[]'])(
  'gives back a body that it cannot read: %s',
  async (body) => {
    const { handle, taken } = setUp();
    expect(await handle({ Records: [record('m1', body)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(taken).toEqual([]);
  },
);

it('fails the whole batch where it is no batch', async () => {
  await expect(setUp().handle({})).rejects.toThrow('The batch is not valid');
});
