import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findProgram } from '../../sandbox/hosts/fake-root/tools';
import { aHost, resultOf, scriptOf } from '../support/host-scripts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A service whose answers are given, one after another; the last for ever. With 302 one says where to. Returns its address. */
const serve = async (...answers: readonly (readonly [number, string])[]): Promise<string> => {
  const left = [...answers];
  const server = createServer((_, response) => {
    const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [500, ''];
    response.writeHead(status, status === 302 ? { location: body } : {}).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${portOf(server.address())}/health`;
};
const portOf = (address: string | AddressInfo | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** The machine's own client is linked into the host's PATH: a fake host has neither. */
const withClient = (client: 'curl' | 'wget') => {
  const host = aHost();
  const program = findProgram(client) ?? '';
  return {
    host,
    run: (parameters: Readonly<Record<string, string>>) =>
      host.run(
        scriptOf('validate-service').replace(
          'set -eu',
          `set -eu\n${client}() { '${program}' "$@"; }`,
        ),
        { parameters: { Tries: '3', PauseSec: '0', ...parameters } },
      ),
  };
};

describe.each(['curl', 'wget'] as const)('with %s', (client) => {
  const test = findProgram(client) === undefined ? it.skip : it;

  test('lets a deployment pass when the service answers', async () => {
    const url = await serve([200, '{"status":"ok"}']);
    const run = await withClient(client).run({ Url: url, Expect: '"status":"ok"' });
    expect([run.code, resultOf(run)]).toEqual([
      0,
      {
        schemaVersion: 1,
        document: 'validate-service',
        outcome: 'passed',
        reason: 'ServiceAnswers',
        tries: 1,
      },
    ]);
  });

  test('tries again until it does', async () => {
    const url = await serve([503, ''], [200, 'starting'], [200, 'ok']);
    const { host, run } = withClient(client);
    expect(resultOf(await run({ Url: url, Expect: 'ok', PauseSec: '7' }))).toMatchObject({
      outcome: 'passed',
      tries: 3,
    });
    expect(host.calls().filter((it) => it.startsWith('sleep'))).toEqual(['sleep 7', 'sleep 7']);
  });

  test('fails the deployment when it never does', async () => {
    const url = await serve([500, 'ok']);
    const run = await withClient(client).run({ Url: url });
    expect([run.code, resultOf(run)]).toMatchObject([
      1,
      { outcome: 'failed', reason: 'ServiceUnwell', tries: 3 },
    ]);
  });

  test('fails it when it is sent elsewhere, and asks nobody there', async () => {
    const elsewhere = await serve([200, 'ok']);
    const url = await serve([302, elsewhere]);
    const run = await withClient(client).run({ Url: url });
    expect([run.code, resultOf(run).reason]).toEqual([1, 'ServiceUnwell']);
  });

  test('fails it when nobody listens', async () => {
    const run = await withClient(client).run({ Url: 'http://127.0.0.1:9/' });
    expect(run.code).toBe(1);
  });
});

it('runs a program instead', async () => {
  const host = aHost({ files: { '/opt/check': '#!/bin/sh\necho checked\n' } });
  const program = join(host.root, 'opt/check');
  const notRunnable = await host.document('validate-service', {
    parameters: { Program: program, Tries: '1' },
  });
  expect(notRunnable.code).toBe(1);
  const run = await host.document('validate-service', {
    parameters: { Program: findProgram('true') ?? '', Tries: '1' },
  });
  expect([run.code, resultOf(run).reason]).toEqual([0, 'ServiceAnswers']);
});

it.each([
  ['nothing is to be asked', {}],
  ['both are', { Url: 'http://127.0.0.1/', Program: '/bin/true' }],
  ['the address is another host', { Url: 'http://169.254.169.254/latest/' }],
  ['the address only looks like this host', { Url: 'http://127.0.0.1.example.com/' }],
  ['the address hides another host', { Url: 'http://127.0.0.1:80@example.com/' }],
  ['the program is not absolute', { Program: 'check' }],
  ['the program goes up', { Program: '/opt/../bin/true' }],
  ['the tries are none', { Url: 'http://127.0.0.1/', Tries: '0' }],
  ['the tries are no number', { Url: 'http://127.0.0.1/', Tries: '3;id' }],
  ['no client is there', { Url: 'http://127.0.0.1/' }],
])('fails closed where %s', async (_, parameters) => {
  const run = await aHost().document('validate-service', { parameters });
  expect([run.code, resultOf(run).reason]).toEqual([2, 'SettingsWrong']);
});

it('takes its settings from the file beside it, as an AppSpec script', async () => {
  const host = aHost();
  const conf = `Program=${findProgram('true')}\nTries=2\nIgnored=$(exit 9)\n`;
  const script = scriptOf('validate-service').replace(
    'set -eu',
    `set -eu\ncat >"\${0%/*}/validate-service.conf" <<'END'\n${conf}END`,
  );
  const run = await host.run(script, { env: { SSM_COMMAND_ID: '' } });
  expect([run.code, run.stderr, resultOf(run).tries]).toEqual([0, '', 1]);
});
