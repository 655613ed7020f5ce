import { functions, type MathContext } from './functions';
import { type Expression, ExpressionError, type Operator } from './parse-expression';
import { mapSeries, ofList, ofSeries, scalar, type Series, toPoints, type Value } from './series';

export interface Evaluation extends MathContext {
  /** What an id stands for. Throws ExpressionError for one that there is not. */
  readonly valueOf: (id: string) => Value;
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

/** Comparisons give 1 or 0 (documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html). */
const OPERATORS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  '&&': (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
  '||': (left, right) => truth(left !== 0 || right !== 0),
};

/** Names of functions and words that stand for themselves. */
const WORDS: readonly string[] = ['REPEAT', 'LINEAR'];

/** Throws ExpressionError. */
export const evaluateExpression = (expression: Expression, about: Evaluation): Value => {
  const evaluate = (it: Expression): Value => evaluateExpression(it, about);
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'text':
      return { kind: 'text', text: expression.text };
    case 'name':
      return WORDS.includes(expression.name)
        ? { kind: 'text', text: expression.name }
        : about.valueOf(expression.name);
    case 'list':
      return ofList(expression.items.flatMap((item) => seriesIn(evaluate(item))));
    case 'call': {
      const by = functions[expression.name];
      if (by === undefined) throw new ExpressionError(`unsupported function ${expression.name}`);
      return by(expression.args.map(evaluate), about);
    }
    case 'negate':
      return combine(scalar(0), evaluate(expression.of), OPERATORS['-']);
    case 'binary':
      return combine(
        evaluate(expression.left),
        evaluate(expression.right),
        OPERATORS[expression.operator],
      );
  }
};

const seriesIn = (value: Value): readonly Series[] => {
  if (value.kind === 'series') return [value.series];
  if (value.kind === 'list') return value.list;
  throw new ExpressionError('an array holds time series alone');
};

/** A series with a series at the times that both have; with a number, or with each of an array, throughout. */
const combine = (left: Value, right: Value, by: (left: number, right: number) => number): Value => {
  if (left.kind === 'text' || right.kind === 'text')
    throw new ExpressionError('a text cannot be reckoned with');
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(by(left.value, right.value));
  if (left.kind === 'list') {
    if (right.kind === 'list') throw new ExpressionError('two arrays cannot be combined');
    return ofList(left.list.flatMap((it) => seriesIn(combine(ofSeries(it), right, by))));
  }
  if (right.kind === 'list')
    return ofList(right.list.flatMap((it) => seriesIn(combine(left, ofSeries(it), by))));
  if (left.kind === 'scalar')
    return right.kind === 'scalar'
      ? scalar(by(left.value, right.value))
      : ofSeries(mapSeries(right.series, (value) => by(left.value, value)));
  if (right.kind === 'scalar')
    return ofSeries(mapSeries(left.series, (value) => by(value, right.value)));
  return ofSeries(joined(left.series, right.series, by));
};

const joined = (
  left: Series,
  right: Series,
  by: (left: number, right: number) => number,
): Series => ({
  label: left.label,
  periodMs: Math.max(left.periodMs, right.periodMs),
  points: toPoints(
    [...left.points].flatMap(([at, value]) => {
      const other = right.points.get(at);
      return other === undefined ? [] : [[at, by(value, other)] as const];
    }),
  ),
});
