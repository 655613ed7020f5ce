import type { StateValue } from '@aws-sdk/client-cloudwatch';

/** The expression of a composite alarm. */
export type AlarmRule =
  | { readonly kind: 'state'; readonly value: StateValue; readonly alarm: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly of: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule };

const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/gy;

type Token =
  | { readonly kind: 'rule'; readonly rule: AlarmRule }
  | { readonly kind: 'word'; readonly word: string };

/**
 * `ALARM(a) AND (OK("b") OR NOT INSUFFICIENT_DATA(c))`; undefined where AWS would refuse it. Alarms stand by name or
 * ARN. Documented in the SDK's PutCompositeAlarm (`AlarmRule`). That NOT binds before AND, and AND before OR, is assumed.
 */
export const parseAlarmRule = (text: string): AlarmRule | undefined => {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const parsed = parseOr(tokens);
  return parsed?.rest.length === 0 ? parsed.rule : undefined;
};

/** The names or ARNs of the alarms that the rule speaks of. */
export const childrenOf = (rule: AlarmRule): readonly string[] => {
  switch (rule.kind) {
    case 'state':
      return [rule.alarm];
    case 'constant':
      return [];
    case 'not':
      return childrenOf(rule.of);
    default:
      return [...new Set([...childrenOf(rule.left), ...childrenOf(rule.right)])];
  }
};

/** An alarm that does not exist is in no state. */
export const evaluateAlarmRule = (
  rule: AlarmRule,
  stateOf: (alarm: string) => StateValue | undefined,
): boolean => {
  switch (rule.kind) {
    case 'state':
      return stateOf(rule.alarm) === rule.value;
    case 'constant':
      return rule.value;
    case 'not':
      return !evaluateAlarmRule(rule.of, stateOf);
    case 'and':
      return evaluateAlarmRule(rule.left, stateOf) && evaluateAlarmRule(rule.right, stateOf);
    case 'or':
      return evaluateAlarmRule(rule.left, stateOf) || evaluateAlarmRule(rule.right, stateOf);
    default:
      return rule satisfies never;
  }
};

const STATES: Readonly<Record<string, StateValue>> = {
  ALARM: 'ALARM',
  OK: 'OK',
  INSUFFICIENT_DATA: 'INSUFFICIENT_DATA',
};

const tokensOf = (text: string): readonly Token[] | undefined => {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  let end = 0;
  for (const [whole, state, double, single, bare, word, bracket] of trimmed.matchAll(TOKEN)) {
    end += whole.length;
    const value = STATES[state ?? ''];
    const alarm = double ?? single ?? bare;
    if (value !== undefined && alarm !== undefined)
      tokens.push({ kind: 'rule', rule: { kind: 'state', value, alarm } });
    else if (word === 'TRUE' || word === 'FALSE')
      tokens.push({ kind: 'rule', rule: { kind: 'constant', value: word === 'TRUE' } });
    else tokens.push({ kind: 'word', word: word ?? bracket ?? '' });
  }
  return end === trimmed.length ? tokens : undefined;
};

interface Parsed {
  readonly rule: AlarmRule;
  readonly rest: readonly Token[];
}
type Parse = (tokens: readonly Token[]) => Parsed | undefined;

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.word === word;

const chain =
  (word: string, kind: 'and' | 'or', operand: Parse): Parse =>
  (tokens) => {
    let parsed = operand(tokens);
    while (parsed !== undefined && isWord(parsed.rest[0], word)) {
      const right = operand(parsed.rest.slice(1));
      if (right === undefined) return undefined;
      parsed = { rule: { kind, left: parsed.rule, right: right.rule }, rest: right.rest };
    }
    return parsed;
  };

const parseUnary: Parse = (tokens) => {
  const [first, ...rest] = tokens;
  if (first?.kind === 'rule') return { rule: first.rule, rest };
  if (isWord(first, 'NOT')) {
    const inner = parseUnary(rest);
    return inner && { rule: { kind: 'not', of: inner.rule }, rest: inner.rest };
  }
  if (!isWord(first, '(')) return undefined;
  const inner = parseOr(rest);
  return inner && isWord(inner.rest[0], ')')
    ? { rule: inner.rule, rest: inner.rest.slice(1) }
    : undefined;
};
const parseAnd = chain('AND', 'and', parseUnary);
const parseOr = chain('OR', 'or', parseAnd);
