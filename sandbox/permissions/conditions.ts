import { matchesArn, matchesWildcard } from './wildcard';

/** What is known of a request, by condition key in lower case: keys are compared without regard to case. */
export type RequestContext = Readonly<Record<string, string>>;

interface Test {
  readonly fits: (wanted: string, given: string) => boolean;
  /** True for the Not… operators: no value may fit. */
  readonly negated?: true;
}

const same = (wanted: string, given: string): boolean => wanted === given;
const sameIgnoringCase = (wanted: string, given: string): boolean =>
  wanted.toLowerCase() === given.toLowerCase();
const compare =
  (holds: (given: number, wanted: number) => boolean, toNumber: (text: string) => number) =>
  (wanted: string, given: string): boolean =>
    holds(toNumber(given), toNumber(wanted));
const epochMsOf = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);

const orders = {
  Equals: (given: number, wanted: number) => given === wanted,
  LessThan: (given: number, wanted: number) => given < wanted,
  LessThanEquals: (given: number, wanted: number) => given <= wanted,
  GreaterThan: (given: number, wanted: number) => given > wanted,
  GreaterThanEquals: (given: number, wanted: number) => given >= wanted,
} as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: { fits: same },
  StringNotEquals: { fits: same, negated: true },
  StringEqualsIgnoreCase: { fits: sameIgnoringCase },
  StringNotEqualsIgnoreCase: { fits: sameIgnoringCase, negated: true },
  StringLike: { fits: matchesWildcard },
  StringNotLike: { fits: matchesWildcard, negated: true },
  // The two pairs behave the same, says AWS.
  ArnEquals: { fits: matchesArn },
  ArnLike: { fits: matchesArn },
  ArnNotEquals: { fits: matchesArn, negated: true },
  ArnNotLike: { fits: matchesArn, negated: true },
  Bool: { fits: sameIgnoringCase },
  NumericNotEquals: { fits: compare(orders.Equals, Number), negated: true },
  DateNotEquals: { fits: compare(orders.Equals, epochMsOf), negated: true },
  ...Object.fromEntries(
    Object.entries(orders).flatMap(([name, holds]) => [
      [`Numeric${name}`, { fits: compare(holds, Number) }],
      [`Date${name}`, { fits: compare(holds, epochMsOf) }],
    ]),
  ),
};

interface Operator {
  readonly name: string;
  readonly ifExists: boolean;
}

const toOperator = (written: string): Operator => {
  // The keys here hold one value each, for which both set operators ask the same.
  const bare = written.replace(/^For(AnyValue|AllValues):/, '');
  const ifExists = bare.endsWith('IfExists');
  return { name: ifExists ? bare.slice(0, -'IfExists'.length) : bare, ifExists };
};

/** Whether the sandbox can evaluate it. It cannot: IpAddress, NotIpAddress, BinaryEquals. */
export const isConditionOperator = (written: string): boolean => {
  const { name } = toOperator(written);
  return name === 'Null' || Object.hasOwn(tests, name);
};

const fitsKey = (
  written: string,
  values: readonly string[],
  given: string | undefined,
): boolean => {
  const { name, ifExists } = toOperator(written);
  if (name === 'Null')
    return values.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const test = tests[name];
  if (test === undefined) return false;
  if (given === undefined) return ifExists;
  const fits = values.some((value) => test.fits(value, given));
  return test.negated ? !fits : fits;
};

/**
 * Whether every operator and key of a statement's Condition holds. A key that the sandbox does not know makes the
 * condition not hold, negated operators included (AWS lets those hold where a key is absent, but unknown here does
 * not mean absent there); with …IfExists it holds. So an Allow with an unknown key grants nothing.
 */
export const conditionsHold = (
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: RequestContext,
): boolean =>
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      fitsKey(operator, values, context[key.toLowerCase()]),
    ),
  );
