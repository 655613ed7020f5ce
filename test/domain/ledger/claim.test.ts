import fc from 'fast-check';
import { once } from '../../../domain/ledger/claim';
import { aClaimBook } from '../../support/fakes';

const KEY = 'notice#123456789012/eu-west-1/d-GOOD00001#succeeded';

it('does an effect once, however often its event is delivered', async () => {
  const claims = aClaimBook();
  let effects = 0;
  const effect = async () => {
    effects += 1;
  };
  expect(await once(claims, { key: KEY, owner: 'event-1' }, effect)).toBe('done');
  expect(await once(claims, { key: KEY, owner: 'event-1' }, effect)).toBe('done before');
  expect(await once(claims, { key: KEY, owner: 'event-2' }, effect)).toBe('done before');
  expect(effects).toBe(1);
});

it('keeps another owner out while the effect is under way', async () => {
  const claims = aClaimBook();
  const inside = await new Promise((resolve) => {
    void once(claims, { key: KEY, owner: 'event-1' }, async () => {
      resolve(await once(claims, { key: KEY, owner: 'event-2' }, async () => undefined));
    });
  });
  expect(inside).toBe('held by another');
});

it('lets the same owner try again after its effect failed', async () => {
  const claims = aClaimBook();
  const failing = async () => Promise.reject(new Error('SNS is down'));
  await expect(once(claims, { key: KEY, owner: 'event-1' }, failing)).rejects.toThrow(
    'SNS is down',
  );
  expect(await once(claims, { key: KEY, owner: 'event-1' }, async () => undefined)).toBe('done');
});

it('does it at most once for any sequence of owners, and never again once it was done', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean() })),
      async (tries) => {
        const claims = aClaimBook();
        let done = 0;
        for (const { owner, fails } of tries)
          await once(claims, { key: KEY, owner }, async () => {
            if (fails) throw new Error('failed');
            done += 1;
          }).catch(() => undefined);
        return done <= 1;
      },
    ),
  ));
