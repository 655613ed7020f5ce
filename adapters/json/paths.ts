import { JMESPathTypeError, search } from '@aws-lambda-powertools/jmespath';
import { PowertoolsFunctions } from '@aws-lambda-powertools/jmespath/functions';
import { parseJson } from '../../domain/releases/checks/json';
import { LookFault } from '../../domain/releases/checks/look-fault';
import type { JsonValue } from '../../domain/releases/policy';

const customFunctions = new PowertoolsFunctions();

/**
 * What each JMESPath expression gives of the value, null where it gives nothing or does not fit (the length of a
 * number). Beside the standard's functions there is `powertools_json`, for a member that holds JSON as text.
 * Throws a LookFault `PathNotValid`. https://jmespath.org/specification.html
 */
export const readPaths = (paths: readonly string[], value: JsonValue): readonly JsonValue[] => {
  if (paths.length === 0) return [];
  const data = withoutPrototypes(value);
  return paths.map((path) => readPath(path, data));
};

const readPath = (path: string, data: Searched): JsonValue => {
  try {
    // The space keeps the library's cache from finding what every object inherits: `constructor`.
    const found = search(` ${path}`, data, { customFunctions });
    return parseJson(JSON.stringify(found) ?? 'null') ?? null;
  } catch (thrown) {
    if (thrown instanceof JMESPathTypeError) return null;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new LookFault('PathNotValid', `The path ${JSON.stringify(path)} cannot be read: ${why}`, {
      cause: thrown,
    });
  }
};

type Searched = Parameters<typeof search>[1];

/** The library reads inherited members too, so there are none. */
const withoutPrototypes = (value: JsonValue): Searched => {
  const parse: (text: string, reviver: (name: string, member: unknown) => unknown) => Searched =
    JSON.parse;
  return parse(JSON.stringify(value), (_, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.setPrototypeOf(member, null)
      : member,
  );
};
