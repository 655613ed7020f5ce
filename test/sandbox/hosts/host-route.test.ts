import { createClock } from '../../../sandbox/clock';
import { createHostRoute } from '../../../sandbox/hosts/host-route';
import { createHosts, type HostsPort } from '../../../sandbox/hosts/hosts';
import { createJournal } from '../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { type LocalAws, startLocalAws } from '../wire/local-aws';

let aws: LocalAws;
let hosts: HostsPort;
const bundles: unknown[] = [];
beforeAll(async () => {
  const clock = createClock({ startEpochMs: 0, speed: 0, onError: () => undefined });
  hosts = createHosts({ clock, journal: createJournal(clock), random: createSeededRandom(1) });
  const route = createHostRoute({
    hosts: () => hosts,
    putBundle: (location, appSpec) => bundles.push({ ...location, appSpec }),
  });
  aws = await startLocalAws(() => [], [route]);
});
afterAll(() => aws.close());

const ask = async (method: string, path = '', body?: unknown, type = 'application/json') => {
  const response = await fetch(`${aws.url}/hosts${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': type } }),
  });
  const answered: unknown = await response.json();
  return { status: response.status, body: answered };
};

it('starts a host, changes it, lists it, reboots and terminates it', async () => {
  const instanceId = 'i-0a1b2c3d4e5f67890';
  expect(
    await ask('POST', '', { instanceId, tags: { Role: 'game' }, bootSec: 'never' }),
  ).toMatchObject({
    status: 201,
    body: { instanceId, tags: { Role: 'game' }, power: 'on' },
  });
  expect(
    await ask('PATCH', `/${instanceId}`, { tags: { Ready: 'true' }, agents: { ssm: false } }),
  ).toMatchObject({
    status: 200,
    body: { tags: { Role: 'game', Ready: 'true' }, agents: { ssm: false, codedeploy: true } },
  });
  expect(await ask('POST', `/${instanceId}/reboot`)).toEqual({ status: 202, body: { instanceId } });
  expect(await ask('GET')).toMatchObject({ body: { hosts: [{ instanceId, power: 'off' }] } });
  await ask('DELETE', `/${instanceId}`);
  expect(await ask('GET')).toEqual({ status: 200, body: { hosts: [] } });
});

it('takes rules and archives', async () => {
  const host = hosts.add();
  await ask('POST', '/rules/lifecycle', { event: 'Install', answer: { exitCode: 3 } });
  await ask('POST', '/rules/commands', { contains: 'x', answer: { stdout: 'y' } });
  await ask('POST', '/bundles', { bucket: 'b', key: 'k', appSpec: 'version: 0.0' });
  const run = { host, deploymentId: 'd-1', event: 'Install', revision: '{}' };
  expect(await hosts.lifecycle.answer(run)).toEqual({ exitCode: 3 });
  expect(bundles).toEqual([{ bucket: 'b', key: 'k', appSpec: 'version: 0.0' }]);
});

it.each([
  ['POST', '', { tags: { Role: 1 } }, /^The order is not valid: tags\.Role: .*expected string/],
  ['POST', '', { colour: 'red' }, /^The order is not valid: .*colour/],
  ['PATCH', '/i-00000000000000000', {}, /^There is no host i-00000000000000000\.$/],
])('refuses a bad order with a sentence', async (method, path, body, sentence) => {
  expect(await ask(method, path, body)).toEqual({
    status: 400,
    body: { message: expect.stringMatching(sentence) },
  });
});

it('asks for the content type of JSON, and for what it knows', async () => {
  expect((await ask('POST', '', {}, 'text/plain')).status).toBe(400);
  expect((await ask('PUT', '/anything/else')).status).toBe(405);
});
