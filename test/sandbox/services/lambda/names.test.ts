import { functionResources, parseFunctionName } from '../../../../sandbox/services/lambda/names';

const CLOUD = { account: '123456789012', region: 'eu-west-1' };

it.each([
  ['checkout', { name: 'checkout' }],
  ['checkout:live', { name: 'checkout', qualifier: 'live' }],
  ['checkout:$LATEST', { name: 'checkout', qualifier: '$LATEST' }],
  ['123456789012:function:checkout', { name: 'checkout' }],
  ['123456789012:function:checkout:7', { name: 'checkout', qualifier: '7' }],
  ['arn:aws:lambda:eu-west-1:123456789012:function:checkout', { name: 'checkout' }],
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
    { name: 'checkout', qualifier: 'live' },
  ],
])('reads %s', (text, expected) => {
  expect(parseFunctionName(CLOUD, text)).toEqual(expected);
});

it('takes a qualifier that is given apart, and refuses one that differs', () => {
  expect(parseFunctionName(CLOUD, 'checkout', '3')).toEqual({ name: 'checkout', qualifier: '3' });
  expect(parseFunctionName(CLOUD, 'checkout:3', '3')).toEqual({ name: 'checkout', qualifier: '3' });
  expect(() => parseFunctionName(CLOUD, 'checkout:3', '4')).toThrow(
    expect.objectContaining({ code: 'InvalidParameterValueException' }),
  );
});

it.each([
  ['a b', 'ValidationException'],
  ['', 'ValidationException'],
  ['x'.repeat(65), 'ValidationException'],
  ['arn:aws:lambda:us-east-1:123456789012:function:checkout', 'ResourceNotFoundException'],
  ['arn:aws:lambda:eu-west-1:999999999999:function:checkout', 'ResourceNotFoundException'],
])('refuses %s', (text, code) => {
  expect(() => parseFunctionName(CLOUD, text)).toThrow(expect.objectContaining({ code }));
});

it('authorises on the function as it is qualified', () => {
  expect(functionResources(CLOUD, 'checkout', 'live')).toEqual([
    'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
  ]);
});
