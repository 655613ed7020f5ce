import { parseActionPolicy } from '../../../../domain/releases/validation/pipeline-action';

it('reads whose policy an action asks for', () => {
  expect(parseActionPolicy(' shop/checkout\n')).toEqual({
    application: 'shop',
    group: 'checkout',
  });
});

it.each([[undefined], [''], ['shop'], ['shop/'], ['/checkout'], ['a/b/c'], ['shop/$(id)'], ['{}']])(
  'refuses %p',
  (text) => {
    expect(() => parseActionPolicy(text)).toThrow(
      `The action's user parameters is not valid: expected application/group, as shop/checkout, not "${text ?? ''}".`,
    );
  },
);
