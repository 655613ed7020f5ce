import { toLostAnswer, toUndeliveredNotice } from '../../../domain/releases/notices';
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
