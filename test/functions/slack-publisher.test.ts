import { createHandle } from '../../functions/slack-publisher/handle';
import { aLogger } from '../support/fakes';

const record = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: { SentTimestamp: '1' },
});

const setUp = (failing: readonly string[] = []) => {
  const told: string[] = [];
  const tell = async (what: string): Promise<void> => {
    if (failing.includes(what)) throw new Error('Slack is down');
    told.push(what);
  };
  const logger = aLogger();
  const handle = createHandle({ teller: { tellRun: tell, tellRelease: tell }, logger });
  return { told, handle, logger };
};

it('tells runs and releases', async () => {
  const { handle, told } = setUp();
  const batch = [
    record('m1', { version: 1, runId: 'run-1' }),
    record('m2', { version: 1, deploymentId: 'd-1' }),
  ];
  expect(await handle({ Records: batch })).toEqual({ batchItemFailures: [] });
  expect(told).toEqual(['run-1', 'd-1']);
});

it('tells a burst about one run once', async () => {
  const { handle, told } = setUp();
  const batch = ['m1', 'm2', 'm3'].map((id) => record(id, { version: 1, runId: 'run-1' }));
  await handle({ Records: batch });
  expect(told).toEqual(['run-1']);
});

it('gives back only those that it could not tell', async () => {
  const { handle, told } = setUp(['run-2']);
  const batch = ['1', '2', '3'].map((id) => record(`m${id}`, { version: 1, runId: `run-${id}` }));
  expect(await handle({ Records: batch })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm2' }],
  });
  expect(told).toEqual(['run-1', 'run-3']);
});

it.each([
  'not json',
  '{}',
  '{"version":2,"runId":"run-1"}',
  '{"version":1,"deploymentId":"../x"}',
  '[]',
])('gives back a body that it cannot read: %s', async (body) => {
  const { handle, told } = setUp();
  expect(await handle({ Records: [record('m1', body)] })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }],
  });
  expect(told).toEqual([]);
});

it('fails the whole batch where it is no batch', async () => {
  await expect(setUp().handle({})).rejects.toThrow(
    'The batch is not valid: Records must be a array.',
  );
});
