import { PressError, type Press } from '../../../sandbox/slack/interactivity';
import { aSnapshot } from './page/page-trees';
import { type ServedConsole, serveConsole } from './served-console';

const PRESS = { userId: 'U0ANA', channel: 'releases', ts: '1.000001', actionId: 'gate.pass' };

let served: ServedConsole | undefined;
afterEach(() => served?.close());

const serve = async (answer: () => Promise<{ status: number }>) => {
  const pressed: Press[] = [];
  served = await serveConsole(async () => aSnapshot(), {
    press: (press) => {
      pressed.push(press);
      return answer();
    },
  });
  const { url } = served;
  const send = async (body: unknown, contentType = 'application/json') => {
    const response = await fetch(`${url}/console/presses`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answered: unknown = await response.json();
    return { status: response.status, body: answered };
  };
  return { pressed, send, url };
};

it('presses as the person who was chosen, and tells how the app answered', async () => {
  const { pressed, send } = await serve(async () => ({ status: 401 }));
  expect(await send(PRESS)).toEqual({ status: 200, body: { status: 401 } });
  expect(pressed).toEqual([PRESS]);
});

it('says why nothing was pressed', async () => {
  const { send } = await serve(async () => Promise.reject(new PressError('There is no button.')));
  expect(await send(PRESS)).toEqual({ status: 409, body: { message: 'There is no button.' } });
});

it.each([
  ['a form, as a page of another site could send it', 'userId=U0ANA', 'text/plain', 415],
  ['what is no JSON', '{', 'application/json', 400],
  ['half a press', { userId: 'U0ANA' }, 'application/json', 400],
  ['more than a press', { ...PRESS, status: 200 }, 'application/json', 400],
])('takes nothing from %s', async (_, body, contentType, status) => {
  const { pressed, send } = await serve(async () => ({ status: 200 }));
  expect((await send(body, contentType)).status).toBe(status);
  expect(pressed).toEqual([]);
});

it('is asked in no other way', async () => {
  const { pressed, url } = await serve(async () => ({ status: 200 }));
  expect((await fetch(`${url}/console/presses`)).status).toBe(404);
  expect((await fetch(`${url}/console/presses`, { method: 'PUT' })).status).toBe(405);
  expect(pressed).toEqual([]);
});
