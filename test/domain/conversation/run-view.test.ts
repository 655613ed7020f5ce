import fc from 'fast-check';
import { decideStage, toRunView } from '../../../domain/conversation/run-view';
import type { ReleaseState } from '../../../domain/releases/release';
import type { WaitingGate } from '../../../domain/conversation/gate-view';
import type { ReleaseRecord } from '../../../domain/releases/ports';
import { anAskingGate } from '../../support/conversation';
import { aReleaseRecord, aVerdict, NOON, NOON_ISO } from '../../support/releases';

const NOTHING_HEARD = { heard: {}, deploymentIds: [] };
const known = (records: readonly ReleaseRecord[], gates: readonly WaitingGate[] = []) => ({
  records,
  gates,
  nowEpochMs: NOON,
});

const anyState = fc.constantFrom<ReleaseState | undefined>(
  undefined,
  'started',
  'ready',
  'succeeded',
  'failed',
  'stopped',
);

it.each([
  [undefined, 'in progress'],
  ['started', 'in progress'],
  ['ready', 'in progress'],
  ['succeeded', 'released'],
  ['failed', 'failed'],
  ['stopped', 'stopped'],
] as const)('a release that is %s without a rollback is %s', (state, stage) => {
  expect(decideStage(state, undefined)).toBe(stage);
});

it.each([
  [undefined, 'rolling back'],
  ['started', 'rolling back'],
  ['ready', 'rolling back'],
  ['succeeded', 'rolled back'],
  ['failed', 'rollback failed'],
  ['stopped', 'rollback failed'],
] as const)('a release whose rollback is %s is %s', (state, stage) => {
  expect(decideStage('failed', { state })).toBe(stage);
});

it('lets the rollback speak, whatever was heard of the release itself', () =>
  fc.assert(
    fc.property(
      anyState,
      anyState,
      (state, rollback) =>
        decideStage(state, { state: rollback }) === decideStage('failed', { state: rollback }),
    ),
  ));

it('puts a rollback under the release that it undoes, never beside it', () => {
  const view = toRunView(
    'run-1',
    NOTHING_HEARD,
    known([
      aReleaseRecord({
        deploymentId: 'd-BAD000001',
        heard: { started: NOON_ISO, failed: NOON_ISO },
        verdicts: [aVerdict()],
      }),
      aReleaseRecord({
        deploymentId: 'd-BACK00001',
        rollbackOf: 'd-BAD000001',
        heard: { succeeded: NOON_ISO },
      }),
    ]),
  );
  expect(view.releases).toEqual([
    {
      deploymentId: 'd-BAD000001',
      name: 'shop/checkout',
      target: 'shop-checkout:live 1 → 2',
      channel: undefined,
      stage: 'rolled back',
      errorMessage: undefined,
      rollbackDeploymentId: 'd-BACK00001',
      verdicts: [aVerdict()],
      gates: [],
    },
  ]);
});

it('knows a rollback by the release alone before anything was heard of it', () => {
  const [release] = toRunView(
    'run-1',
    NOTHING_HEARD,
    known([aReleaseRecord({ rolledBackBy: 'd-BACK00001', heard: { failed: NOON_ISO } })]),
  ).releases;
  expect(release).toMatchObject({ stage: 'failed', rollbackDeploymentId: 'd-BACK00001' });
});

it('calls a release by its id while its group is not known', () => {
  const [release] = toRunView(
    'run-1',
    NOTHING_HEARD,
    known([aReleaseRecord({ application: undefined })]),
  ).releases;
  expect(release?.name).toBe('d-GOOD00001');
});

it('says succeeded of a pipeline that failed, was retried and succeeded, in whatever order that came', () => {
  const heard = { succeeded: NOON_ISO, failed: NOON_ISO, started: NOON_ISO };
  expect(toRunView('run-1', { heard, deploymentIds: [] }, known([])).pipelineState).toBe(
    'succeeded',
  );
  expect(toRunView('run-1', NOTHING_HEARD, known([])).pipelineState).toBeUndefined();
});

describe('a gate that waits', () => {
  const gatesIn = (record: Partial<ReleaseRecord>, gate = anAskingGate()) =>
    toRunView('run-1', NOTHING_HEARD, known([aReleaseRecord(record)], [gate])).releases[0]?.gates;

  it('stands under its release', () => {
    expect(gatesIn({})).toMatchObject([
      { hook: 'BeforeAllowTraffic', question: { state: 'open', approvers: ['U0ANA', 'U0BEN'] } },
    ]);
    expect(gatesIn({ deploymentId: 'd-OTHER0001' })).toEqual([]);
  });

  it('is none once it has been judged, though the list of those that wait still has it', () => {
    expect(gatesIn({ verdicts: [aVerdict({ executionId: 'hook-1' })] })).toEqual([]);
    expect(gatesIn({ verdicts: [aVerdict({ executionId: 'hook-2' })] })).toHaveLength(1);
  });

  it('takes its question back when its release is over, and is nothing where it put none', () => {
    const heard = { stopped: NOON_ISO };
    expect(gatesIn({ heard })).toMatchObject([{ question: { state: 'over' } }]);
    expect(gatesIn({ heard }, anAskingGate({}, { measurements: [] }))).toEqual([]);
  });
});
