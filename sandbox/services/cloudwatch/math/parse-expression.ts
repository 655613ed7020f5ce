/** Metric maths as it is written: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (documented) */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

const LEVELS = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
] as const;
export type Operator = (typeof LEVELS)[number][number] | '^';

/** What is wrong with an expression, as a part of a sentence. */
export class ExpressionError extends Error {}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
}

const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(trimmed);
    if (found === null) throw new ExpressionError(`unexpected "${trimmed.slice(from).trim()}"`);
    const [, number, double, single, word, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return tokens;
};

/** How deep parentheses may stand in each other here. */
const DEEPEST = 100;

/** Throws ExpressionError. */
export const parseExpression = (text: string): Expression => {
  const tokens = [...tokensOf(text)].reverse();
  let depth = 0;
  const peek = (): Token | undefined => tokens.at(-1);
  const takes = (text: string): boolean => {
    const token = peek();
    if (token === undefined || token.kind === 'text' || token.text !== text) return false;
    tokens.pop();
    return true;
  };
  const expect = (text: string): void => {
    if (!takes(text)) throw new ExpressionError(`"${text}" expected before ${told(peek())}`);
  };
  const listUntil = (close: string): readonly Expression[] => {
    const items: Expression[] = [];
    if (takes(close)) return items;
    do items.push(parseLevel(0));
    while (takes(','));
    expect(close);
    return items;
  };
  const parsePrimary = (): Expression => {
    const token = tokens.pop();
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'text') return { kind: 'text', text: token.text };
    if (token?.kind === 'word')
      return takes('(')
        ? { kind: 'call', name: token.text, args: listUntil(')') }
        : { kind: 'name', name: token.text };
    if (token?.text === '[') return { kind: 'list', items: listUntil(']') };
    if (token?.text !== '(') throw new ExpressionError(`unexpected ${told(token)}`);
    const inner = parseLevel(0);
    expect(')');
    return inner;
  };
  const parseUnary = (): Expression => {
    if (takes('-')) return { kind: 'negate', of: parseUnary() };
    const base = parsePrimary();
    return takes('^') ? { kind: 'binary', operator: '^', left: base, right: parseUnary() } : base;
  };
  const parseLevel = (level: number): Expression => {
    if (depth > DEEPEST * LEVELS.length) throw new ExpressionError('nested too deep');
    const operators = LEVELS[level];
    if (operators === undefined) return parseUnary();
    depth += 1;
    let left = parseLevel(level + 1);
    for (;;) {
      const operator = operators.find(takes);
      if (operator === undefined) break;
      left = { kind: 'binary', operator, left, right: parseLevel(level + 1) };
    }
    depth -= 1;
    return left;
  };
  const parsed = parseLevel(0);
  if (tokens.length > 0) throw new ExpressionError(`unexpected ${told(peek())}`);
  return parsed;
};

const told = (token: Token | undefined): string =>
  token === undefined ? 'the end' : `"${token.text}"`;

/** The ids that an expression names itself; METRICS() takes in all others beside them. */
export const namesIn = (expression: Expression): readonly string[] => {
  switch (expression.kind) {
    case 'name':
      return [expression.name];
    case 'list':
      return expression.items.flatMap(namesIn);
    case 'call':
      return expression.args.flatMap(namesIn);
    case 'negate':
      return namesIn(expression.of);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'number':
    case 'text':
      return [];
  }
};
