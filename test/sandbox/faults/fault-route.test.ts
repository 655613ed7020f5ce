import { createFaultRoute } from '../../../sandbox/faults/fault-route';
import { createFaults, type Faults } from '../../../sandbox/faults/faults';
import { createClock } from '../../../sandbox/clock';
import { createJournal } from '../../../sandbox/wire/journal';
import { codeDeploy, sns } from '../wire/fake-services';
import { type LocalAws, startLocalAws } from '../wire/local-aws';

let aws: LocalAws;
let faults: Faults;
beforeAll(async () => {
  const clock = createClock({ startEpochMs: 0, speed: 0, onError: () => undefined });
  const journal = createJournal(clock);
  const services = [codeDeploy, sns];
  faults = createFaults({ clock, journal }, { seed: 1, services: () => services }).switches;
  aws = await startLocalAws(() => services, [createFaultRoute(faults)]);
});
afterEach(() => faults.clear());
afterAll(() => aws.close());

const ask = async (method: string, path = '', body?: string, type = 'application/json') => {
  const response = await fetch(`${aws.url}/faults${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });
  const answered: unknown = await response.json();
  return { status: response.status, body: answered };
};

it('orders a fault, lists it, and takes it back', async () => {
  const ordered = await ask('POST', '', '{"kind":"throttle","service":"codedeploy","chance":0.5}');
  expect(ordered).toEqual({ status: 201, body: { id: 'fault-1' } });
  expect(await ask('GET')).toEqual({
    status: 200,
    body: {
      faults: [{ id: 'fault-1', kind: 'throttle', service: 'codedeploy', chance: 0.5, struck: 0 }],
    },
  });
  expect(await ask('DELETE', '/fault-1')).toEqual({ status: 200, body: { id: 'fault-1' } });
  expect(await ask('DELETE', '/fault-1')).toEqual({
    status: 404,
    body: { message: 'There is no fault fault-1.' },
  });
});

it('takes all of them back', async () => {
  await ask('POST', '', '{"kind":"drop"}');
  await ask('POST', '', '{"kind":"deliver-twice","queue":"jobs"}');
  expect(await ask('DELETE')).toEqual({ status: 200, body: { faults: [] } });
  expect(faults.list()).toEqual([]);
});

it.each([
  ['{"kind":"thrott', 'The body is not JSON: send one fault, such as {"kind":"throttle"}.'],
  [
    '{"service":"codedeploy"}',
    "The fault is not valid: kind: Invalid discriminator value. Expected 'throttle' | 'error' | 'timeout-before' | 'timeout-after' | 'lost-answer' | 'access-denied' | 'slow' | 'drop' | 'duplicate' | 'delay' | 'reorder' | 'invoke-twice' | 'deliver-twice'.",
  ],
  ['[]', 'The fault is not valid: Invalid input: expected object, received array.'],
  [
    '{"kind":"throttle","chance":2,"times":0}',
    'The fault is not valid: chance: Too big: expected number to be <=1; times: Too small: expected number to be >=1.',
  ],
  [
    '{"kind":"drop","operation":"Publish"}',
    'The fault is not valid: Unrecognized key: "operation".',
  ],
  [
    '{"kind":"throttle","service":"codedeplo"}',
    'The sandbox has no service codedeplo: it has codedeploy, sns.',
  ],
  [
    '{"kind":"throttle","service":"sns","operation":"GetDeployment"}',
    "The sandbox's sns has not the operation GetDeployment.",
  ],
  ['{"kind":"throttle","operation":"Foo"}', 'No service here has the operation Foo.'],
])('says what is wrong with %s', async (order, message) => {
  expect(await ask('POST', '', order)).toEqual({ status: 400, body: { message } });
  expect(faults.list()).toEqual([]);
});

it('takes nothing that a page of another site could send', async () => {
  expect(await ask('POST', '', '{"kind":"drop"}', 'text/plain')).toEqual({
    status: 400,
    body: { message: 'A fault is sent with the content type application/json.' },
  });
});

it('says which methods it has not', async () => {
  expect(await ask('PUT', '', '{}')).toEqual({
    status: 405,
    body: { message: 'PUT is not for /faults: see GET /faults.' },
  });
});
