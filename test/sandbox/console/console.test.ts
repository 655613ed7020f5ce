import { aMessage, aSnapshot } from './page/page-trees';
import { type ServedConsole, serveConsole } from './served-console';

let served: ServedConsole | undefined;
afterEach(() => served?.close());
const serve = async (...args: Parameters<typeof serveConsole>): Promise<ServedConsole> => {
  served = await serveConsole(...args);
  return served;
};

it.each(['/console', '/console/'])('serves the page at %s under a strict policy', async (path) => {
  // given
  const { url } = await serve(async () => aSnapshot());
  // when
  const response = await fetch(`${url}${path}`);
  const html = await response.text();
  // then
  const policy = response.headers.get('content-security-policy') ?? '';
  const nonce = /script-src 'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy)?.[1] ?? 'none';
  expect(policy).toBe(
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; ` +
      "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(html.split(`nonce="${nonce}"`)).toHaveLength(3);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
});

it('gives every answer a nonce of its own', async () => {
  const { url } = await serve(async () => aSnapshot());
  const policies = await Promise.all(
    [1, 2].map(async () => (await fetch(`${url}/console`)).headers.get('content-security-policy')),
  );
  expect(policies[0]).not.toBe(policies[1]);
});

it('keeps hostile texts of the snapshot out of the markup', async () => {
  const hostile = '</script><script>alert(1)</script>';
  const { url } = await serve(async () =>
    aSnapshot({ messages: [aMessage({ text: hostile, channel: hostile })] }),
  );
  expect(await (await fetch(`${url}/console`)).text()).not.toContain('alert(1)</script>');
});

it('serves the page even where the snapshot cannot be made', async () => {
  const { url } = await serve(async () => Promise.reject(new Error('the ledger is away')));
  const page = await fetch(`${url}/console`);
  const snapshot = await fetch(`${url}/console/snapshot`);
  expect(page.status).toBe(200);
  expect(snapshot.status).toBe(500);
  expect(await snapshot.json()).toEqual({ message: 'the ledger is away' });
});

it('serves the snapshot as JSON that nobody keeps', async () => {
  const snapshot = aSnapshot({ messages: [aMessage()] });
  const { url } = await serve(async () => snapshot);
  const response = await fetch(`${url}/console/snapshot`);
  expect(await response.json()).toEqual(snapshot);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it("leads Slack's permalinks to the message", async () => {
  const { url } = await serve(async () => aSnapshot());
  const response = await fetch(`${url}/console/archives/C0RELEASES/p1768475100000001`, {
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('/console#m-1768475100.000001');
});

it('is only read', async () => {
  const { url } = await serve(async () => aSnapshot());
  const posted = await fetch(`${url}/console`, { method: 'POST', body: 'x' });
  expect(posted.status).toBe(405);
  expect(posted.headers.get('allow')).toBe('GET, HEAD');
  expect((await fetch(`${url}/console/other`)).status).toBe(404);
  expect(await (await fetch(`${url}/console`, { method: 'HEAD' })).text()).toBe('');
});

it('tells the time and speed of the sandbox', async () => {
  const { url } = await serve(async () => aSnapshot());
  expect(await (await fetch(`${url}/clock`)).json()).toEqual({ nowEpochMs: 1_000_000, speed: 0 });
});
