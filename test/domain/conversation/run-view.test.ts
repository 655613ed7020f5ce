import fc from 'fast-check';
import { decideStage, toRunView } from '../../../domain/conversation/run-view';
import type { ReleaseState } from '../../../domain/releases/release';
import { aReleaseRecord, aVerdict, NOON_ISO } from '../../support/releases';

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
  const view = toRunView('run-1', { heard: {}, deploymentIds: [] }, [
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
  ]);
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
    },
  ]);
});

it('knows a rollback by the release alone before anything was heard of it', () => {
  const [release] = toRunView('run-1', { heard: {}, deploymentIds: [] }, [
    aReleaseRecord({ rolledBackBy: 'd-BACK00001', heard: { failed: NOON_ISO } }),
  ]).releases;
  expect(release).toMatchObject({ stage: 'failed', rollbackDeploymentId: 'd-BACK00001' });
});

it('calls a release by its id while its group is not known', () => {
  const [release] = toRunView('run-1', { heard: {}, deploymentIds: [] }, [
    aReleaseRecord({ application: undefined }),
  ]).releases;
  expect(release?.name).toBe('d-GOOD00001');
});

it('says succeeded of a pipeline that failed, was retried and succeeded, in whatever order that came', () => {
  const heard = { succeeded: NOON_ISO, failed: NOON_ISO, started: NOON_ISO };
  expect(toRunView('run-1', { heard, deploymentIds: [] }, []).pipelineState).toBe('succeeded');
  expect(toRunView('run-1', { heard: {}, deploymentIds: [] }, []).pipelineState).toBeUndefined();
});
