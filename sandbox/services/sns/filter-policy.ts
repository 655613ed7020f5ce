import { AwsError } from '../../service';
import type { Json } from '../eventbridge/pattern/json';
import { isJsonObject, parseJson } from '../eventbridge/pattern/json';
import { matchesEvent } from '../eventbridge/pattern/match-event';
import type { Pattern } from '../eventbridge/pattern/parse-pattern';
import { parsePattern } from '../eventbridge/pattern/parse-pattern';
import { PatternError } from '../eventbridge/pattern/pattern-error';
import type { TopicMessage } from './topic-book';

export interface FilterPolicy {
  readonly pattern: Pattern;
  readonly scope: 'MessageAttributes' | 'MessageBody';
}

/** Throws InvalidParameterException, also where there is no filter yet. */
export const checkScope = (scope: string): void => {
  if (!isScope(scope))
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter: FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
};
const isScope = (scope: string): scope is FilterPolicy['scope'] =>
  scope === 'MessageAttributes' || scope === 'MessageBody';

/** Undefined for no filter. Throws InvalidParameterException with the matcher's reason. */
export const parseFilterPolicy = (
  text: string | undefined,
  scope: string | undefined,
): FilterPolicy | undefined => {
  if (text === undefined || text === '' || text === '{}') return undefined;
  try {
    const used = scope !== undefined && isScope(scope) ? scope : 'MessageAttributes';
    if (used === 'MessageAttributes') refuseNested(text);
    return { pattern: parsePattern(text), scope: used };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter: FilterPolicy: ${error.message}`,
    );
  }
};

/**
 * Attributes are not nested, so neither is their filter (documented: sns-message-filtering-scope; the sentence is
 * assumed).
 */
const refuseNested = (text: string): void => {
  const policy = readJson(text);
  const nested = isJsonObject(policy) && Object.values(policy).some(isJsonObject);
  if (nested)
    throw new AwsError(
      'InvalidParameterException',
      'Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy',
    );
};

/** A body that is not JSON passes no filter of the body (documented: sns-message-filtering-scope). */
export const passes = (filter: FilterPolicy | undefined, message: TopicMessage): boolean => {
  if (filter === undefined) return true;
  if (filter.scope === 'MessageAttributes')
    return matchesEvent(filter.pattern, attributesAsJson(message));
  const body = readJson(message.body);
  return body !== undefined && matchesEvent(filter.pattern, body);
};

/** Numbers are numbers, `String.Array` is an array, binary values cannot be filtered on. */
const attributesAsJson = ({ attributes }: TopicMessage): Json =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(
      ([name, { DataType: type = '', StringValue: text = '' }]) => {
        if (type.startsWith('Binary')) return [];
        if (type.startsWith('Number')) return [[name, Number(text)]];
        if (type === 'String.Array') return [[name, readJson(text) ?? text]];
        return [[name, text]];
      },
    ),
  );

const readJson = (text: string): Json | undefined => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};
