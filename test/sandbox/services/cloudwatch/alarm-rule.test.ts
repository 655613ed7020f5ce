import {
  childrenOf,
  evaluateAlarmRule,
  parseAlarmRule,
} from '../../../../sandbox/services/cloudwatch/alarm-rule';

const STATES = new Map([
  ['hot', 'ALARM'],
  ['calm', 'OK'],
  ['a b', 'ALARM'],
] as const);

const evaluate = (text: string): boolean | undefined => {
  const rule = parseAlarmRule(text);
  return (
    rule && evaluateAlarmRule(rule, (name) => [...STATES].find(([known]) => known === name)?.[1])
  );
};

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(hot)', true],
    ['OK(hot)', false],
    ['ALARM("a b")', true],
    ['INSUFFICIENT_DATA(hot)', false],
    ['ALARM(missing)', false],
    ['NOT ALARM(hot)', false],
    ['TRUE', true],
    ['ALARM(calm) OR ALARM(hot) AND OK(calm)', true],
    ['(ALARM(calm) OR ALARM(hot)) AND NOT OK(calm)', false],
    ['ALARM(hot) OR ALARM(calm) AND FALSE', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it.each(['', 'ALARM', 'ALARM()', 'ALARM(hot) ALARM(calm)', 'ALARM(hot) AND', '(TRUE', 'XOR(a)'])(
    'is not "%s"',
    (text) => {
      expect(parseAlarmRule(text)).toBeUndefined();
    },
  );

  it('knows which alarms it speaks of', () => {
    const rule = parseAlarmRule('ALARM(a) OR (NOT OK(b) AND ALARM(a))');
    expect(rule && childrenOf(rule)).toEqual(['a', 'b']);
  });
});
