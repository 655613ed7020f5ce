import { isListed } from '../../../domain/releases/scope';

it.each([
  [['*/*'], 'shop/checkout', true],
  [['shop/*'], 'shop/checkout', true],
  [['shop/*'], 'shopping/checkout', false],
  [['shop/check*'], 'shop/checkout', true],
  [['shop/checkout'], 'shop/checkout-eu', false],
  [['*'], 'shop/checkout', false],
  [['s.op/*'], 'shop/checkout', false],
  [[], 'shop/checkout', false],
  [['a/*', 'shop/*'], 'shop/checkout', true],
] as const)('of %p, %s is listed: %p', (patterns, name, expected) => {
  expect(isListed(patterns, name)).toBe(expected);
});
