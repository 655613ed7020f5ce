import { createSecret } from '../../../adapters/aws/parameters';
import { anAnsweredSsm } from '../../support/answered-clients';
import { aClock } from '../../support/fakes';
import { NOON } from '../../support/releases';

const NAME = '/slipway/slack/signing-secret';

/** A secret that is another one each time it is read. */
const setUp = (values: readonly string[] = ['one', 'two', 'three']) => {
  let reads = 0;
  const { client, inputs } = anAnsweredSsm(() => {
    reads += 1;
    return { Parameter: { Value: values[reads - 1] } };
  });
  const clock = aClock();
  return { secret: createSecret(client, NAME, clock), clock, inputs };
};

it('is read decrypted, and kept for five minutes', async () => {
  const { secret, clock, inputs } = setUp();
  expect(await secret()).toBe('one');
  clock.moveTo(NOON + 5 * 60_000 - 1);
  expect(await secret()).toBe('one');
  expect(inputs).toEqual([{ Name: NAME, WithDecryption: true }]);
  clock.moveTo(NOON + 5 * 60_000);
  expect(await secret()).toBe('two');
});

it('is read anew for whoever found that it does not fit, every ten seconds at most', async () => {
  const { secret, clock, inputs } = setUp();
  await secret();
  clock.moveTo(NOON + 9_999);
  expect(await secret({ anew: true })).toBe('one');
  clock.moveTo(NOON + 10_000);
  expect(await secret({ anew: true })).toBe('two');
  // and others have the new one from then on
  expect(await secret()).toBe('two');
  expect(inputs).toHaveLength(2);
});

it('is never empty', async () => {
  const { secret } = setUp(['', 'two']);
  await expect(secret()).rejects.toThrow(
    'Parameter /slipway/slack/signing-secret is empty: set it with `slipway secrets set`.',
  );
  expect(await secret()).toBe('two');
});
