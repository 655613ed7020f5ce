import { aHost, EVERY_ACTION, resultOf } from '../support/host-scripts';

const LOG = '/var/log/aws/codedeploy-agent/codedeploy-agent.log';

it('enables and starts the agent, and the second time finds it so', async () => {
  const host = aHost();
  const run = await host.document('start-agent');
  expect([run.code, resultOf(run)]).toMatchObject([0, { outcome: 'passed', reason: 'AgentWorks' }]);
  expect(host.tree()).toHaveProperty([
    '/etc/systemd/system/multi-user.target.wants/codedeploy-agent.service',
  ]);
  expect(host.tree()).toHaveProperty(['state:/active/codedeploy-agent.service']);
  const after = host.tree();
  expect((await host.document('start-agent')).code).toBe(0);
  expect(host.tree()).toEqual(after);
});

it('does not start it on a host that has applied another plan', async () => {
  const host = aHost();
  await host.apply(EVERY_ACTION, 'hash-a');
  const wrong = await host.document('start-agent', { parameters: { PlanHash: 'hash-b' } });
  expect([wrong.code, resultOf(wrong).reason]).toEqual([2, 'OtherPlanApplied']);
  expect(host.tree()).not.toHaveProperty(['state:/active/codedeploy-agent.service']);
  const right = await host.document('start-agent', { parameters: { PlanHash: 'hash-a' } });
  expect(right.code).toBe(0);
});

it('does not start it on a host whose plan has failed', async () => {
  const host = aHost({ quirks: { refusedWrites: ['/proc/sys/vm/swappiness'] } });
  await host.apply(EVERY_ACTION, 'hash-a');
  const run = await host.document('start-agent', { parameters: { PlanHash: 'hash-a' } });
  expect([run.code, resultOf(run).reason]).toEqual([2, 'OtherPlanApplied']);
});

it.each([
  ['is not installed', { units: {} }, 'AgentNotInstalled'],
  [
    'does not start',
    { quirks: { unitsThatFail: ['codedeploy-agent.service'] } },
    'AgentNotStarted',
  ],
])('fails where the agent %s', async (_, shape, reason) => {
  const run = await aHost(shape).document('start-agent');
  expect([run.code, resultOf(run).reason]).toEqual([1, reason]);
});

it('fails where CodeDeploy refuses the agent, and not for what it said the last time', async () => {
  const host = aHost({ files: { [LOG]: 'ERROR UnrecognizedClientException: old\n' } });
  expect((await host.document('start-agent')).code).toBe(0);
  const refused = aHost({
    files: {
      [LOG]: 'INFO started\n',
      '/usr/lib/systemd/system/codedeploy-agent.service.says':
        'ERROR AccessDeniedException: not authorized\n',
    },
  });
  const run = await refused.document('start-agent');
  expect([run.code, resultOf(run).reason]).toEqual([1, 'AgentRefused']);
});
