import fc from 'fast-check';
import { judgeLook } from '../../../../domain/releases/checks/judge-look';
import type { CommandObservation } from '../../../../domain/releases/checks/observation';
import { judgeSsmCommand } from '../../../../domain/releases/checks/ssm-command';
import { aCommandLook } from '../../../support/looks';
import { aSubject } from '../../../support/releases';

type Host = CommandObservation['hosts'][number];
const aHost = (overrides: Partial<Host> = {}): Host => ({
  instanceId: 'i-1',
  status: 'Success',
  exitCode: 0,
  output: 'active\n',
  ...overrides,
});
const judge = (check: Parameters<typeof aCommandLook>[0], ...hosts: readonly Partial<Host>[]) =>
  judgeSsmCommand(
    aCommandLook(check),
    { kind: 'ssm-command', commandId: 'c-1', hosts: hosts.map(aHost) },
    aSubject(),
  );

it('passes when the script ended well on each host', () => {
  expect(judge({}, {}, { instanceId: 'i-2' })).toEqual({
    outcome: 'passed',
    reason: 'AsExpected',
    expected: 'exit code 0 on each host',
    observed: 'i-1 Success, i-2 Success',
    samples: 2,
  });
});

it('passes when each host printed what it must', () => {
  const check = { outputHas: 'version {{targetVersion}}' };
  expect(judge(check, { output: 'is version 2\n' })).toMatchObject({
    outcome: 'passed',
    expected: 'exit code 0 on each host, output with "version 2"',
  });
});

it.each([
  [
    'the script failed',
    { status: 'Failed', exitCode: 3, output: ' inactive\n' },
    'CommandFailed',
    'i-1 Failed with exit code 3: inactive',
  ],
  [
    'SSM says success of another exit code',
    { exitCode: 1, output: '' },
    'CommandFailed',
    'i-1 Success with exit code 1',
  ],
  [
    'the script ran too long',
    { status: 'Execution Timed Out', exitCode: undefined, output: '' },
    'CommandFailed',
    'i-1 Execution Timed Out',
  ],
  [
    'it printed something else',
    { output: 'version 1' },
    'OutputDiffers',
    'i-1 printed "version 1"',
  ],
  [
    'it printed a lot',
    { status: 'Failed', exitCode: 1, output: `${'x'.repeat(200)}the end` },
    'CommandFailed',
    `i-1 Failed with exit code 1: …${'x'.repeat(92)}the end`,
  ],
] as const)('fails when %s', (_, host, reason, observed) => {
  expect(judge({ outputHas: 'version 2' }, host)).toMatchObject({
    outcome: 'failed',
    reason,
    observed,
    samples: 1,
  });
});

it.each([
  'Undeliverable',
  'Delivery Timed Out',
  'DeliveryTimedOut',
  'Cancelled',
  'Terminated',
  'Invalid Platform',
  'Access Denied',
  'a word of tomorrow',
])('is an error when the command never ran: %s', (status) => {
  expect(judge({}, { instanceId: 'i-2' }, { status, exitCode: -1, output: '' })).toMatchObject({
    outcome: 'error',
    reason: 'CommandNotRun',
    observed: `i-1 ${status}`,
    samples: 2,
  });
});

it('is an error when SSM calls a success what it never ran', () => {
  expect(judge({}, { exitCode: undefined })).toMatchObject({
    outcome: 'error',
    reason: 'CommandNotRun',
    observed: 'i-1 Success without an exit code',
  });
});

it('fails when one host failed and another could not be reached', () => {
  const result = judge(
    {},
    { instanceId: 'i-1', status: 'Undeliverable' },
    { instanceId: 'i-2', status: 'Failed', exitCode: 1, output: '' },
    { instanceId: 'i-3' },
  );
  expect(result).toMatchObject({
    outcome: 'failed',
    reason: 'CommandFailed',
    observed: 'i-1 Undeliverable, i-2 Failed with exit code 1',
  });
});

it.each(['inconclusive', 'failed', 'passed'] as const)(
  'is %s without hosts where the policy says so',
  (noData) => {
    expect(judge({ noData })).toMatchObject({ outcome: noData, reason: 'NothingToLookAt' });
  },
);

it('is an error where it asks for what the release does not have', () => {
  expect(judge({ outputHas: '{{cluster}}' }, {})).toMatchObject({
    outcome: 'error',
    reason: 'PlaceholderNotFilled',
  });
});

it('is none yet while the command goes on', () => {
  const pending = { kind: 'pending', handle: 'c-1', againSec: 5 } as const;
  expect(judgeLook(aCommandLook(), pending, aSubject())).toBeUndefined();
});

it('passes only if every host ended well', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          status: fc.constantFrom('Success', 'Failed', 'Undeliverable', 'Execution Timed Out'),
          exitCode: fc.constantFrom(0, 1, -1, undefined),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      (hosts) => {
        const isGood = hosts.every((it) => it.status === 'Success' && it.exitCode === 0);
        return (judge({}, ...hosts).outcome === 'passed') === isGood;
      },
    ),
  ));
