import {
  toLostAnswer,
  toUndeliveredNotice,
  toUnheardNotice,
} from '../../../domain/releases/notices';
import { aRelease, aVerdict, NOON_ISO } from '../../support/releases';

const told = {
  release: aRelease(),
  about: { application: 'shop', group: 'checkout' },
  at: NOON_ISO,
};

it.each([
  [
    'hook',
    'CodeDeploy was not told Failed at AfterAllowTraffic of shop/checkout (d-GOOD00001): Error: down The deployment ' +
      "hangs until the hook's hour ends, and fails then.",
  ],
  [
    'ready',
    'CodeDeploy was not told Failed at AfterAllowTraffic of shop/checkout (d-GOOD00001): Error: down The deployment ' +
      "waits until its group's time is over, and then does what the group says.",
  ],
  [
    'pipeline',
    'CodePipeline was not told Failed at AfterAllowTraffic of shop/checkout (d-GOOD00001): Error: down The ' +
      "pipeline's action waits until its time is over, and fails then.",
  ],
] as const)('says who waits for a lost answer, and what comes of it: %s', (place, summary) => {
  const verdict = aVerdict({ hook: 'AfterAllowTraffic', answer: 'Failed' });
  const why = toLostAnswer(place, new Error('down'));
  const notice = toUndeliveredNotice(told, verdict, { place, why });
  expect(notice).toMatchObject({ kind: 'answer-not-delivered', summary });
});

it('says who was not told that a gate goes on', () => {
  const lost = { place: 'pipeline', why: 'Error: down' } as const;
  expect(toUnheardNotice(told, 'PipelineAction', lost)).toEqual({
    kind: 'answer-not-delivered',
    account: '123456789012',
    region: 'eu-west-1',
    deploymentId: 'd-GOOD00001',
    application: 'shop',
    group: 'checkout',
    at: '2026-11-02T12:00:00.000Z',
    summary:
      'CodePipeline was not told that PipelineAction of shop/checkout (d-GOOD00001) goes on: Error: down',
  });
  const { application, summary } = toUnheardNotice({ ...told, about: undefined }, 'Ready', lost);
  expect(application).toBeUndefined();
  expect(summary).toContain('Ready of a release (d-GOOD00001)');
});
