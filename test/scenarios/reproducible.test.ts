import { InvokeCommand } from '@aws-sdk/client-lambda';
import { toEventLog } from '../../sandbox/event-log';
import type { Fault } from '../../sandbox/faults/fault';
import type { Caller } from '../../sandbox/service';
import { tour } from '../../sandbox/stories/tour';
import { startScenario } from '../support/sandbox';

const playTour = async (seed: number, faults: readonly Fault[] = []): Promise<string> => {
  const { sandbox, play, stop } = await startScenario({ seed });
  try {
    for (const fault of faults) sandbox.faults.add(fault);
    await play((stage) => tour.play(stage));
    expect(tour.faults(await sandbox.snapshot())).toEqual([]);
    return toEventLog({ entries: sandbox.journal.entries(), url: sandbox.url });
  } finally {
    await stop();
  }
};

const kindsOf = (log: string): readonly string[] =>
  [...new Set(log.split('\n').map((line) => /"kind":"(\w+)"/.exec(line)?.[1] ?? ''))].toSorted();

const isEager = ({ functionName }: Caller): boolean => functionName === 'eager';

const WORD = /[A-Za-z0-9+/=_-]+/g;

/** Pairs of words that stand in the same place and are not the same; undefined where the texts have other places. */
const differencesOf = (left: string, right: string): readonly (readonly string[])[] | undefined => {
  if (left.replace(WORD, '.') !== right.replace(WORD, '.')) return undefined;
  const others = right.match(WORD) ?? [];
  return (left.match(WORD) ?? [])
    .map((word, index) => [word, others[index] ?? ''])
    .filter(([word, other]) => word !== other);
};

let log: string;
beforeAll(async () => {
  log = await playTour(7);
});

it('tells the same tour again, byte for byte, for the same seed', async () => {
  expect(await playTour(7)).toBe(log);
});

it('tells all that happened', () => {
  expect(kindsOf(log)).toEqual(
    ['', 'call', 'delivery', 'deployment', 'event', 'invocation', 'slack'].toSorted(),
  );
});

it('tells a tour with another seed that differs in ids alone', async () => {
  // when
  const differences = differencesOf(log, await playTour(8)) ?? [];
  // then: each id of the one stands for one id of the other, everywhere
  const pairs = new Set(differences.map((pair) => pair.join(' ')));
  expect(pairs.size).toBeGreaterThan(0);
  expect(new Set(differences.map(([word]) => word)).size).toBe(pairs.size);
  expect(new Set(differences.map(([, other]) => other)).size).toBe(pairs.size);
  expect(differences.filter(([word = '', other]) => word.length !== other?.length)).toEqual([]);
});

it('tells a tour in bad weather again, byte for byte', async () => {
  // given
  const faults: readonly Fault[] = [
    { kind: 'throttle', service: 'dynamodb', chance: 0.03 },
    { kind: 'error', service: 'sns', chance: 0.2 },
    {
      kind: 'lost-answer',
      service: 'codedeploy',
      caller: 'slipway-dev-release-events',
      chance: 0.3,
    },
    { kind: 'duplicate', chance: 0.5, delayMs: 2_000 },
    { kind: 'reorder', chance: 0.3, behind: 2 },
    { kind: 'invoke-twice', chance: 0.3 },
    { kind: 'deliver-twice', chance: 0.3 },
  ];
  // when
  const first = await playTour(9, faults);
  // then
  expect(await playTour(9, faults)).toBe(first);
  const struck = new Set(first.match(/"fault":"[\w-]+"/g));
  expect(struck.size).toBe(faults.length);
}, 60_000);

/** Asks twenty times at once, over as many connections; the later it begins, the sooner its request arrives. */
const AT_ONCE = `
const http = require('node:http');
const { AWS_ACCESS_KEY_ID: key, AWS_SESSION_TOKEN: token, AWS_ENDPOINT_URL: url } = process.env;
const headers = {
  'x-amz-target': 'AmazonSSM.GetParameter',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-date': '20261102T120000Z',
  'x-amz-security-token': token,
  authorization: 'AWS4-HMAC-SHA256 Credential=' + key +
    '/20261102/eu-west-1/ssm/aws4_request, SignedHeaders=host, Signature=none',
};
const ask = (number) => new Promise((resolve) => {
  const request = http.request(url, { method: 'POST', agent: false, headers }, (response) =>
    response.resume().on('end', resolve));
  setTimeout(() => request.end(JSON.stringify({ Name: '/' + number })), (20 - number) * 3);
});
exports.handler = () => Promise.all([...Array(20).keys()].map(ask));`;

it('takes what a function asks at once in the order in which it asked', async () => {
  // given
  const { sandbox, play, stop } = await startScenario();
  try {
    // when
    await play(async ({ createFunction, operator }) => {
      await createFunction('eager', AT_ONCE);
      await operator.lambda.send(new InvokeCommand({ FunctionName: 'eager' }));
    });
    // then
    const asked = sandbox.journal
      .entries()
      .flatMap((entry) => (entry.kind === 'call' && isEager(entry.caller) ? [entry.input] : []));
    expect(asked).toEqual(Array.from({ length: 20 }, (_, number) => ({ Name: `/${number}` })));
  } finally {
    await stop();
  }
});
