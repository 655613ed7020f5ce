import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFaults } from '../../../cli/policy-check';
import { readPolicyFiles } from '../../../cli/policy-files';
import { SHIPPED_SCOPE } from '../../support/policy-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What is found in a text, as `line:column code message`. */
const findIn = async (text: string): Promise<readonly string[]> => {
  const path = join(folder, 'p.yml');
  await writeFile(path, text);
  return findFaults(await readPolicyFiles([path]), SHIPPED_SCOPE).map(
    ({ code, message, where }) => `${where.replace(/^.*p\.yml:/, '')} ${code} ${message}`,
  );
};

const HEAD = 'application: shop\ndeploymentGroup: checkout\nchannel: releases\nmode: enforce\n';
const check = (...lines: readonly string[]): string =>
  `${HEAD}checks:\n  BeforeAllowTraffic:\n    - name: a\n${lines.map((line) => `      ${line}\n`).join('')}`;
const AT = 'checks.BeforeAllowTraffic.0';

it.each([
  ['kind: htp', `8:13 InvalidPolicy ${AT}.kind must be one of http, lambda-invoke, alarms,`],
  ['kind: htp', 'suite, not "htp": did you mean http?'],
  ['timeoutSec: 5', `7:7 InvalidPolicy ${AT}.kind is missing: it must be one of http,`],
])('says which kinds there are: %s', async (line, words) => {
  expect(await findIn(check(line))).toEqual([expect.stringContaining(words)]);
});

const http = (line: string): string => check('kind: http', 'url: https://shop.example/', line);

it.each([
  ['timeout: 5', '10:7', 'timeout is unknown: did you mean timeoutSec?'],
  ['colour: red', '10:7', 'colour is unknown: there is name, timeoutSec, retries,'],
  ['<<: {}', '10:7', '<< is not read: YAML merge keys do not count here.'],
  ['timeoutSec: "5"', '10:19', 'timeoutSec must be a number of seconds: take the quotes off "5".'],
  ['timeoutSec: 5s', '10:19', 'timeoutSec must be a number of seconds, not "5s".'],
  ['timeoutSec: .nan', '10:19', 'timeoutSec must be a finite number.'],
  ['timeoutSec: [5]', '10:19', 'timeoutSec must be a number of seconds, not a list.'],
  ['timeoutSec: 0', '10:19', 'timeoutSec must be above 0, not 0.'],
  ['timeoutSec: 241', '10:19', 'timeoutSec must be at most 240, not 241.'],
  ['timeoutSec:', '10:18', 'timeoutSec is empty, and must be a number of seconds.'],
  ['samples: 1.5', '10:16', 'samples must be a whole number, not 1.5.'],
  ['critical: no', '10:17', 'critical must be true or false, not "no".'],
  [
    'method: get',
    '10:15',
    'method must be one of GET, HEAD, POST, PUT, not "get": did you mean GET?',
  ],
  ['body: 5', '10:13', 'body must be a text: put 5 in quotes.'],
  ['body: {}', '10:13', 'body must be a text, not an object.'],
  ['headers: { a: 1 }', '10:21', 'headers.a must be a text: put 1 in quotes.'],
  ['allowAddresses: loopback', '10:23', 'allowAddresses must be a list: write ["loopback"].'],
  ['expect: { status: ok }', '10:25', 'expect.status must be a status or a list of statuses,'],
  [
    'expect: { latency: { p90Ms: 5 } }',
    '10:28',
    'expect.latency.p90Ms is unknown: did you mean p50Ms?',
  ],
  [
    'expect: { latency: { p95Ms: x } }',
    '10:35',
    'expect.latency.p95Ms must be a number of milliseconds, not "x".',
  ],
  [
    'expect: { assertions: [{ path: "" }] }',
    '10:38',
    'expect.assertions.0.path must not be empty.',
  ],
  ['repeat: { count: 2 }', '10:15', 'repeat.intervalSec is missing.'],
  ['expect: { json: { a: .nan } }', '10:28', 'expect.json.a is of no form that fits here.'],
])('says of an http check with `%s` what is wrong, and where', async (line, at, message) => {
  const [found, ...rest] = await findIn(http(line));
  expect(rest).toEqual([]);
  expect(found?.startsWith(`${at} InvalidPolicy ${AT}.${message}`)).toBe(true);
});

it.each([
  ['channel: "#releases"', 'channel must be the name of a Slack channel, without #.'],
  ['approvers: [bob]', 'approvers.0 must be a Slack user id such as U0AAAAAA1.'],
  [
    'freezes: [{ reason: x, from: 2026-12-20, until: 2026-12-21T00:00:00Z }]',
    'freezes.0.from must be a time such as 2026-12-20T00:00:00Z or 2026-12-20T01:00:00+01:00, not "2026-12-20".',
  ],
  [
    'changeCalendars: [a, b, c, d, e, f, g, h, i, j, k]',
    'changeCalendars must have at most 10 entries, not 11.',
  ],
  [`application: ${'x'.repeat(81)}`, 'application must have at most 80 characters, not 81.'],
])('says of `%s` what it must be', async (line, message) => {
  const [name = ''] = line.split(':');
  const text = check('kind: alarms', 'alarms: [b]').replace(new RegExp(`^${name}:.*\n`, 'm'), '');
  expect(await findIn(`${text}${line}\n`)).toEqual([expect.stringContaining(message)]);
});

it('says of ids of queries, statistics, periods and baselines what they must be', async () => {
  const found = await findIn(
    check(
      'kind: metric-baseline',
      'source: { queries: { A: {}, b: { namespace: N, metric: M, stat: x, periodSec: 90 } } }',
      'baseline: { kind: previous }',
    ),
  );
  expect(found).toEqual([
    expect.stringContaining(
      `9:31 InvalidPolicy ${AT}.source.queries.A is no name that fits here: it must start with a small letter,`,
    ),
    expect.stringContaining('b.stat must be Sum, Average, Minimum, Maximum, SampleCount, or a'),
    expect.stringContaining('b.periodSec must be a multiple of 60, not 90.'),
    expect.stringContaining('control, not "previous": did you mean previous-window?'),
  ]);
});

it('finds members twice, and what is wrong beside them', async () => {
  expect(await findIn(`${http('timeout: 5')}mode: observe\nx:\n\ty: z\n`)).toEqual([
    '11:1 NotYaml mode stands there a second time.',
    '13:1 NotYaml A tab indents this line, and YAML takes spaces alone.',
  ]);
  expect(await findIn(`${http('timeout: 5')}mode: observe\n`)).toEqual([
    '11:1 NotYaml mode stands there a second time.',
    `10:7 InvalidPolicy ${AT}.timeout is unknown: did you mean timeoutSec?`,
  ]);
});

it('reads one document, and aliases of anchors that are there', async () => {
  expect(await findIn(`${http('timeoutSec: 5')}---\na: b\n`)).toEqual([
    '11:1 NotYaml There is a second document in the file, and one is read.',
  ]);
  expect(await findIn(http('timeoutSec: *none'))).toEqual([
    '10:19 NotYaml There is no anchor &none before this alias.',
  ]);
  expect(await findIn(http('headers: &h { a: b }').concat('      body: x\n'))).toEqual([]);
});

describe('beside faults of form', () => {
  it('finds what else is wrong, at its place', async () => {
    const text = `${HEAD.replace('mode: enforce', 'mode: strict')}checks:
  BeforeAllowTraffic:
    - { name: a, kind: http, url: 'https://shop.example/', timeout: 5 }
    - { name: b, kind: htp }
    - { name: c, kind: http, url: 'https://{{grop}}.example/', samples: x }
    - { kind: alarms, alarms: [d] }
    - { name: a, kind: alarms, alarms: ['{{taskDefinition}}'] }
freezes: [{ reason: r, from: 2027-12-20T00:00:00Z, until: 2027-12-19T00:00:00Z }]
`;
    const found = await findIn(text);
    expect(found.filter((it) => it.includes('InvalidPolicy'))).toHaveLength(5);
    expect(found.filter((it) => !it.includes('InvalidPolicy'))).toEqual([
      '11:15 CheckNamedTwice BeforeAllowTraffic has two checks named "a".',
      '9:35 UnknownPlaceholder {{grop}} is unknown: did you mean {{group}}?',
      expect.stringContaining('11:41 PlaceholderNotHere {{taskDefinition}}'),
      expect.stringContaining('12:59 FreezeEndsFirst'),
    ]);
  });

  it('finds nothing that only what is wrong made', async () => {
    const text = check(
      'kind: metric-threshold',
      'source: { queries: { A: { namespace: N, metric: M } } }',
      'max: "5"',
      'onInconclusive: ask',
    ).concat('approvers: [bob]\n');
    expect((await findIn(text)).every((it) => it.includes(' InvalidPolicy '))).toBe(true);
  });

  it.each(['- 1\n', '5\n', '', 'checks: 5\n', 'checks: { BeforeAllowTraffic: [5, 6] }\n'])(
    'finds nothing else in %j',
    async (text) => {
      expect((await findIn(text)).every((it) => it.includes(' InvalidPolicy '))).toBe(true);
    },
  );
});

it('takes times of freezes with an offset', async () => {
  const freeze = '{ reason: r, from: 2027-03-28T01:30:00+01:00, until: 2027-03-28T03:30:00+02:00 }';
  const text = check('kind: alarms', 'alarms: [b]').concat(`freezes: [${freeze}]\n`);
  expect(await findIn(text)).toEqual([]);
  // An hour that the clocks leave out: it ends as it starts.
  const none = freeze.replace('03:30:00+02:00', '02:30:00+02:00');
  expect(await findIn(text.replace(freeze, none))).toEqual([
    expect.stringContaining('FreezeEndsFirst'),
  ]);
});
