import { createCachedPolicies } from '../../../functions/shared/cached-policies';
import type { PublishedPolicy } from '../../../domain/releases/policy';
import { aClock } from '../../support/fakes';
import { aPolicy, NOON } from '../../support/releases';

const counted = (answers: readonly (PublishedPolicy | undefined | Error)[]) => {
  const asked: string[] = [];
  return {
    asked,
    policies: {
      read: async (application: string, group: string) => {
        const answer = answers[asked.length];
        asked.push(`${application}/${group}`);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  };
};

it('asks once in half a minute, and then again', async () => {
  const clock = aClock();
  const { asked, policies } = counted([aPolicy({}, 1), aPolicy({}, 2)]);
  const cached = createCachedPolicies(policies, clock);
  expect((await cached.read('shop', 'checkout'))?.version).toBe(1);
  clock.moveTo(NOON + 29_999);
  expect((await cached.read('shop', 'checkout'))?.version).toBe(1);
  clock.moveTo(NOON + 30_000);
  expect((await cached.read('shop', 'checkout'))?.version).toBe(2);
  expect(asked).toEqual(['shop/checkout', 'shop/checkout']);
});

it('keeps apart what it knows of several groups', async () => {
  const { asked, policies } = counted([aPolicy({}, 1), aPolicy({}, 2)]);
  const cached = createCachedPolicies(policies, aClock());
  await cached.read('shop', 'checkout');
  expect((await cached.read('shop', 'basket'))?.version).toBe(2);
  expect(asked).toEqual(['shop/checkout', 'shop/basket']);
});

it('keeps that there is no policy', async () => {
  const { asked, policies } = counted([undefined, aPolicy()]);
  const cached = createCachedPolicies(policies, aClock());
  expect(await cached.read('shop', 'checkout')).toBeUndefined();
  expect(await cached.read('shop', 'checkout')).toBeUndefined();
  expect(asked).toHaveLength(1);
});

it('does not keep a fault', async () => {
  const { policies } = counted([new Error('throttled'), aPolicy({}, 4)]);
  const cached = createCachedPolicies(policies, aClock());
  await expect(cached.read('shop', 'checkout')).rejects.toThrow('throttled');
  expect((await cached.read('shop', 'checkout'))?.version).toBe(4);
});
