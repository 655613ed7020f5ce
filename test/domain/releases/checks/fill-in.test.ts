import fc from 'fast-check';
import { InvalidInputError } from '../../../../domain/errors';
import {
  fillIn,
  fillInJson,
  judgeFilledIn,
  PLACEHOLDERS,
  placeholdersIn,
} from '../../../../domain/releases/checks/fill-in';
import { anEcsSubject } from '../../../support/looks';
import { aSubject } from '../../../support/releases';

it.each([
  ['functionName', 'shop-checkout'],
  ['alias', 'live'],
  ['currentVersion', '1'],
  ['targetVersion', '2'],
  ['deploymentId', 'd-GOOD00001'],
  ['application', 'shop'],
  ['group', 'checkout'],
])('fills in {{%s}} of a Lambda release', (name, value) => {
  expect(fillIn(`a {{${name}}} b`, aSubject())).toBe(`a ${value} b`);
});

it.each([
  ['cluster', 'main'],
  ['service', 'web'],
  ['taskDefinition', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7'],
  ['targetGroup', 'green'],
])('fills in {{%s}} of an ECS release', (name, value) => {
  expect(fillIn(`{{ ${name} }}`, anEcsSubject())).toBe(value);
});

it('knows all that it documents', () => {
  expect(PLACEHOLDERS.map(({ name }) => name)).toEqual([
    'functionName',
    'alias',
    'currentVersion',
    'targetVersion',
    'cluster',
    'service',
    'taskDefinition',
    'targetGroup',
    'deploymentId',
    'application',
    'group',
  ]);
});

it('tells every name that is unknown or that the release does not have', () => {
  const text = '{{cluster}} {{version}} {{alias}} {{}} {{toString}}';
  expect(() => fillIn(text, aSubject())).toThrow(
    new InvalidInputError('A text of the check', [
      '{{cluster}} is nothing that this release has',
      '{{version}} is unknown',
      '{{}} is unknown',
      '{{toString}} is unknown',
    ]),
  );
});

it.each(PLACEHOLDERS.filter((it) => it.of !== 'every'))(
  'finds no {{$name}} in a release of hosts',
  ({ name }) => {
    const hosts = aSubject({ lambda: undefined, instanceIds: ['i-1'] });
    expect(() => fillIn(`{{${name}}}`, hosts)).toThrow(InvalidInputError);
  },
);

it('writes a value as the text needs it', () => {
  const subject = aSubject({ application: 'a/b@c' });
  expect(fillIn('https://x/{{application}}', subject, encodeURIComponent)).toBe(
    'https://x/a%2Fb%40c',
  );
});

it('does not look for names in what it filled in', () => {
  const subject = aSubject({ application: '{{group}}' });
  expect(fillIn('{{application}}', subject)).toBe('{{group}}');
});

it('fills in every text of JSON, and no name of a member', () => {
  const value = { '{{group}}': ['{{alias}}', 1, null, true, { deep: '{{targetVersion}}' }] };
  expect(fillInJson(value, aSubject())).toEqual({
    '{{group}}': ['live', 1, null, true, { deep: '2' }],
  });
});

it('lists the names in a text', () => {
  expect(placeholdersIn('{{alias}}/{{ nobody }}/{alias}/{{{group}}}')).toEqual([
    'alias',
    'nobody',
    'group',
  ]);
});

it('leaves a text without double braces as it is', () =>
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes('{{'));
      return fillIn(text, aSubject()) === text;
    }),
  ));

it('is an error where a text asks for what the release does not have', () => {
  const result = judgeFilledIn(() => {
    throw new InvalidInputError('A text', ['{{cluster}} is unknown']);
  });
  expect(result).toEqual({
    outcome: 'error',
    reason: 'PlaceholderNotFilled',
    expected: 'a release that has what the check names',
    observed: '{{cluster}} is unknown',
    samples: 0,
  });
});

it('lets other errors through', () => {
  const broken = (): never => {
    throw new TypeError('broken');
  };
  expect(() => judgeFilledIn(broken)).toThrow('broken');
});
