import { InvalidInputError } from '../../errors';
import type { JsonObject, JsonValue } from '../policy';
import type { ReleaseSubject } from '../release';
import { isJsonList, isJsonObject } from './json';
import type { Judged } from './observation';

/** What a text of a check may name as `{{name}}`, and which releases have it. */
export const PLACEHOLDERS = [
  { name: 'functionName', of: 'lambda', valueIn: ({ lambda }) => lambda?.functionName },
  { name: 'alias', of: 'lambda', valueIn: ({ lambda }) => lambda?.alias },
  { name: 'currentVersion', of: 'lambda', valueIn: ({ lambda }) => lambda?.currentVersion },
  { name: 'targetVersion', of: 'lambda', valueIn: ({ lambda }) => lambda?.targetVersion },
  { name: 'cluster', of: 'ecs', valueIn: ({ ecs }) => ecs?.cluster },
  { name: 'service', of: 'ecs', valueIn: ({ ecs }) => ecs?.service },
  { name: 'taskDefinition', of: 'ecs', valueIn: ({ ecs }) => ecs?.taskDefinition },
  { name: 'targetGroup', of: 'ecs', valueIn: ({ ecs }) => ecs?.targetGroup },
  { name: 'deploymentId', of: 'every', valueIn: ({ release }) => release.deploymentId },
  { name: 'application', of: 'every', valueIn: ({ application }) => application },
  { name: 'group', of: 'every', valueIn: ({ group }) => group },
] as const satisfies readonly {
  readonly name: string;
  readonly of: 'lambda' | 'ecs' | 'every';
  readonly valueIn: (subject: ReleaseSubject) => string | undefined;
}[];

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const asIs = (value: string): string => value;

/** The names that a text has in double braces, known or not, in their order. */
export const placeholdersIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(PLACEHOLDER), ([, inner = '']) => inner.trim());

/**
 * The text with its placeholders filled in, each value as `encode` writes it. What was filled in is not looked
 * through again. Throws InvalidInputError for every name that is unknown or that this release does not have.
 */
export const fillIn = (
  text: string,
  subject: ReleaseSubject,
  encode: (value: string) => string = asIs,
): string => {
  const faults: string[] = [];
  const filled = text.replace(PLACEHOLDER, (_, inner: string) => {
    const name = inner.trim();
    const row = PLACEHOLDERS.find((it) => it.name === name);
    const value = row?.valueIn(subject);
    if (value !== undefined) return encode(value);
    faults.push(
      row === undefined ? `{{${name}}} is unknown` : `{{${name}}} is nothing that this release has`,
    );
    return '';
  });
  if (faults.length > 0) throw new InvalidInputError('A text of the check', faults);
  return filled;
};

/** Every text in it filled in; the names of members stay as they are. Throws as `fillIn` does. */
export const fillInJson = (value: JsonValue, subject: ReleaseSubject): JsonValue => {
  if (typeof value === 'string') return fillIn(value, subject);
  if (isJsonList(value)) return value.map((item) => fillInJson(item, subject));
  return isJsonObject(value) ? fillInObject(value, subject) : value;
};

/** As `fillInJson`, for an object. */
export const fillInObject = (object: JsonObject, subject: ReleaseSubject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, member]) => [name, fillInJson(member, subject)]),
  );

/** Fails closed: what a text asks for and the release does not have cannot be judged. */
export const judgeFilledIn = (judge: () => Judged): Judged => {
  try {
    return judge();
  } catch (thrown) {
    if (!(thrown instanceof InvalidInputError)) throw thrown;
    return {
      outcome: 'error',
      reason: 'PlaceholderNotFilled',
      expected: 'a release that has what the check names',
      observed: thrown.faults.join('; '),
      samples: 0,
    };
  }
};
