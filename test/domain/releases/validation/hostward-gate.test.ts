import { hostwardGate } from '../../../../domain/releases/validation/hostward-gate';
import type { Deployment } from '../../../../domain/releases/release';
import { aDeployment, anAlarmsCheck, aPolicy, aRelease } from '../../../support/releases';

const SCOPE = { deploymentGroups: { observe: ['shop/*'], enforce: [] }, pipelines: [] };
const { policy } = aPolicy({ checks: { Ready: [anAlarmsCheck()], InPlace: [anAlarmsCheck()] } });
const find = (deployment: Partial<Deployment>, asked = policy) =>
  hostwardGate({
    release: aRelease(),
    deployment: aDeployment({ platform: 'Server', ...deployment }),
    policy: asked,
    scope: SCOPE,
  });

it('is Ready for blue/green that waits, and answers well before the wait ends', () => {
  expect(find({ isBlueGreen: true, status: 'Ready', readyWaitSec: 3600 })).toEqual({
    gate: {
      release: aRelease(),
      executionId: 'Ready',
      place: 'ready',
      hook: 'Ready',
      limitSec: 3420,
    },
  });
  expect(find({ isBlueGreen: true, status: 'Ready' })).toMatchObject({
    gate: { limitSec: undefined },
  });
  expect(find({ isBlueGreen: true, status: 'Ready', readyWaitSec: 60 })).toMatchObject({
    gate: { limitSec: 1 },
  });
});

it('is InPlace for a deployment that is under way', () => {
  expect(find({ status: 'InProgress' })).toMatchObject({
    gate: { place: 'in-place', hook: 'InPlace', executionId: 'InPlace', limitSec: undefined },
  });
});

it.each<[string, Partial<Deployment>, string]>([
  ['blue/green that is not ready', { isBlueGreen: true, status: 'InProgress' }, 'NothingWaits'],
  ['a deployment in place that has no hosts yet', { status: 'Created' }, 'NotStarted'],
  ['a deployment in place that waits for another', { status: 'Queued' }, 'NotStarted'],
  ['a deployment that has ended', { status: 'Succeeded' }, 'NothingWaits'],
  ['a rollback', { creator: 'codeDeployRollback' }, 'Rollback'],
  ['another team’s', { application: 'bank' }, 'OutOfScope'],
])('is none for %s', (_, deployment, reason) => {
  expect(find(deployment)).toEqual({ reason });
});

it('is none where the policy asks nothing, or where there is none', () => {
  expect(find({}, aPolicy().policy)).toEqual({ reason: 'NothingAsked' });
  const known = { release: aRelease(), deployment: aDeployment({ platform: 'Server' }) };
  expect(hostwardGate({ ...known, policy: undefined, scope: SCOPE })).toEqual({
    reason: 'NothingAsked',
  });
});
