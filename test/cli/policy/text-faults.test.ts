import { findFaults } from '../../../cli/policy-check';
import {
  aWrittenPolicy,
  codesAt,
  findingsOf,
  readWritten,
  SHIPPED_SCOPE,
} from '../../support/policy-files';

const http = (url: string, rest: object = {}) => ({ kind: 'http', url, ...rest });
const asserting = (assertion: object) =>
  http('https://shop.example/', { expect: { assertions: [assertion] } });

it.each([
  ['BeforeAllowTraffic', 'https://shop.example/{{targetVersion}}', []],
  ['BeforeAllowTraffic', 'https://{{functionName}}.example/{{service}}', []],
  ['BeforeAllowTraffic', 'https://shop.example/{{version}}', ['UnknownPlaceholder']],
  ['BeforeInstall', 'https://shop.example/{{targetVersion}}', ['PlaceholderNotHere']],
  ['BeforeInstall', 'https://shop.example/{{targetGroup}}', []],
  ['BeforeInstall', 'https://shop.example/{{taskDefinition}}', ['PlaceholderNotHere']],
  ['POST_SCALE_UP', 'https://shop.example/{{taskDefinition}}', []],
  ['POST_SCALE_UP', 'https://shop.example/{{targetGroup}}', ['PlaceholderNotHere']],
  ['Ready', 'https://shop.example/{{cluster}}', ['PlaceholderNotHere']],
  ['Ready', 'https://shop.example/{{deploymentId}}', []],
  ['PipelineAction', 'https://shop.example/{{group}}/{{alias}}', ['PlaceholderNotHere']],
])('finds at %s in %s: %j', async (hook, url, codes) => {
  expect(await codesAt(hook, http(url))).toEqual(codes);
});

it('finds placeholders wherever a text is filled in, at their place', async () => {
  const query = { namespace: 'N', metric: 'M', dimensions: { Host: '{{x1}}' } };
  const source = { queries: { m: query }, expression: 'm * {{x2}}' };
  const texts = [
    http('https://shop.example/', { headers: { a: '{{x3}}' }, body: '{{x4}}' }),
    {
      kind: 'lambda-invoke',
      payload: [{ a: '{{x5}}' }],
      assertions: [{ path: 'a', equals: '{{x6}}' }],
    },
    { kind: 'alarms', alarms: ['{{x7}}'] },
    { kind: 'metric-threshold', source, max: 1, traffic: { source, atLeast: 1 } },
    {
      kind: 'suite',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop-suite',
      parameters: { a: ['{{x8}}'] },
    },
  ];
  const codes = await codesAt('BeforeAllowTraffic', ...texts);
  expect(codes).toEqual(Array.from({ length: 10 }, () => 'UnknownPlaceholder'));
});

it('finds them in a baseline, in what a command must have said, and in the value of a tag', async () => {
  const source = { queries: { m: { namespace: 'N', metric: 'M', dimensions: { H: '{{x}}' } } } };
  const baseline = { kind: 'metric-baseline', source, baseline: { kind: 'previous-window' } };
  const control = { kind: 'control', dimensions: { H: '{{z}}' } };
  const hosts = { of: 'tag', key: 'group', value: '{{grp}}' };
  const command = { kind: 'ssm-command', commands: ['true'], hosts, outputHas: '{{y}}' };
  const codes = await codesAt('Ready', baseline, { ...baseline, baseline: control }, command);
  expect(codes).toEqual(Array.from({ length: 5 }, () => 'UnknownPlaceholder'));
});

it('finds them in the alarms of a rollback', async () => {
  const rollback = { alarms: ['{{functionName}}-errors', '{{functoinName}}-errors'] };
  expect(await findingsOf(aWrittenPolicy({ rollback }))).toEqual(['error UnknownPlaceholder 14:7']);
});

it('says which placeholder was meant', async () => {
  const at = async (url: string) =>
    findFaults(
      await readWritten(
        aWrittenPolicy({ checks: { BeforeAllowTraffic: [{ name: 'a', ...http(url) }] } }),
      ),
      SHIPPED_SCOPE,
    ).map(({ message }) => message);
  expect(await at('https://shop.example/{{targetVersio}}')).toEqual([
    '{{targetVersio}} is unknown: did you mean {{targetVersion}}?',
  ]);
  expect(await at('https://shop.example/{{x}}')).toEqual([
    expect.stringContaining('{{x}} is unknown. There is {{functionName}}, {{alias}},'),
  ]);
});

it('refuses placeholders in commands, known or not', async () => {
  const checks = {
    Ready: [{ name: 'a', kind: 'ssm-command', commands: ['true', 'echo {{deploymentId}}'] }],
  };
  expect(await findingsOf(aWrittenPolicy({ checks }))).toEqual([
    'error PlaceholderInCommand 11:11',
  ]);
});

it.each([
  [{ path: 'items[0].id' }, []],
  [{ path: 'items[0' }, ['PathNotValid']],
  [{ path: 'no_such(@)' }, ['PathNotValid']],
  [{ path: 'length(items)' }, []],
  [{ path: 'versions."{{targetVersion}}"' }, []],
  [{ path: 'a', matches: '^v[0-9]+$' }, []],
  [{ path: 'a', matches: '(' }, ['PatternNotValid']],
  [{ path: 'a', matches: '{{targetVersion}}' }, []],
  [{ path: 'a', atLeast: 2, atMost: 1 }, ['MinAboveMax']],
  [{ path: 'a', atLeast: 1, atMost: 1 }, []],
])('finds in the assertion %j: %j', async (assertion, codes) => {
  expect(await codesAt('BeforeAllowTraffic', asserting(assertion))).toEqual(codes);
  const invoke = { kind: 'lambda-invoke', assertions: [assertion] };
  expect(await codesAt('BeforeAllowTraffic', invoke)).toEqual(codes);
});

it.each([
  ['$.items[0].id', '. That is JSONPath, and JMESPath is read: write "items[0].id".'],
  ['$', '. That is JSONPath, and JMESPath is read.'],
  ['$..id', '. That is JSONPath, and JMESPath is read.'],
  ['items[?n > 5]', '. In JMESPath numbers stand in backticks, as in n > `5`.'],
  ['items[0', 'items[0'],
])('says of the path %j how it is written', async (path, hint) => {
  const checks = { BeforeAllowTraffic: [{ name: 'a', ...asserting({ path }) }] };
  const [found] = findFaults(await readWritten(aWrittenPolicy({ checks })), SHIPPED_SCOPE);
  expect(found?.message.endsWith(hint)).toBe(true);
});

it.each([
  ['https://169.254.169.254/latest', ['ForbiddenAddress']],
  ['https://[fd00:ec2::254]/', ['ForbiddenAddress']],
  ['https://[::ffff:169.254.169.254]/', ['ForbiddenAddress']],
  ['https://2852039166/', ['ForbiddenAddress']],
  ['https://metadata.google.internal/', ['ForbiddenAddress']],
  ['http://localhost:9001/', ['ForbiddenAddress']],
  ['https://127.1/', ['ForbiddenAddress']],
  ['https://0.0.0.0/', ['ForbiddenAddress']],
  ['https://10.0.0.7/', []],
  ['http://10.0.0.7/', []],
  ['http://shop.example/', ['NotEncrypted']],
  ['https://ana:secret@shop.example/', ['UrlNotValid']],
  ['https://shop.example:99999/', ['UrlNotValid']],
])('finds in the URL %s: %j', async (url, codes) => {
  expect(await codesAt('BeforeAllowTraffic', http(url))).toEqual(codes);
});

it('lets an address be that the check allows, and nothing else', async () => {
  const allowing = (url: string) => http(url, { allowAddresses: ['loopback'] });
  expect(await codesAt('BeforeAllowTraffic', allowing('http://127.0.0.1/'))).toEqual([]);
  expect(await codesAt('BeforeAllowTraffic', allowing('http://169.254.1.1/'))).toEqual([
    'ForbiddenAddress',
  ]);
});

it('says nothing of plain text within the VPC', async () => {
  const inside = http('http://shop.internal/', { from: 'probe' });
  expect(await codesAt('BeforeAllowTraffic', inside)).toEqual([]);
});

it('looks at the bake as at the gates', async () => {
  const bake = {
    after: 'BeforeAllowTraffic',
    durationSec: 60,
    checks: [{ name: 'b', ...http('https://169.254.169.254/') }],
  };
  expect(await findingsOf(aWrittenPolicy({ bake }))).toEqual(['error ForbiddenAddress 17:12']);
});

it.each([
  ['shop-suite', []],
  ['bank-suite', ['FunctionOutOfScope']],
  ['shop-suite:live', []],
])('asks whether the suite %s is in scope: %j', async (name, codes) => {
  const functionArn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
  expect(await codesAt('BeforeAllowTraffic', { kind: 'suite', functionArn })).toEqual(codes);
});
