import { isRecord } from '../wire/arguments';

/**
 * Finds what Slack would say against a value, in Slack's words. `at` is the JSON pointer of the value.
 * The words are recorded (https://github.com/adobe/spacecat-api-service/issues/176,
 * https://github.com/grafana-cold-storage/oncall/pull/5121, https://github.com/slackapi/bolt-js/issues/1891)
 * where they are about length, number of items, unknown fields and types; the others are assumed.
 */
export type Check = (value: unknown, at: string) => readonly string[];

export const say = (words: string, at: string): readonly string[] => [
  `${words} [json-pointer:${at}]`,
];

export const anything: Check = () => [];

/** Lengths are counted in UTF-16 code units: assumed. */
export const text =
  (most: number, least = 1): Check =>
  (value, at) => {
    if (typeof value !== 'string') return say('must be a string', at);
    if (value.length > most) return say(`must be less than ${most + 1} characters`, at);
    if (value.length < least) return say(`must be more than ${least - 1} characters`, at);
    return [];
  };

export const flag: Check = (value, at) =>
  typeof value === 'boolean' ? [] : say('must be a boolean', at);

export const number: Check = (value, at) =>
  typeof value === 'number' ? [] : say('must be a number', at);

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    typeof value === 'string' && allowed.includes(value)
      ? []
      : say('must be a valid enum value', at);

export const list =
  (item: Check, most: number, least = 1): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return say('must be an array', at);
    if (value.length > most) return say(`no more than ${most} items allowed`, at);
    if (value.length < least) return say(`must have at least ${least} item`, at);
    return value.flatMap((each: unknown, index) => item(each, `${at}/${index}`));
  };

/** Exactly these fields; those in `required` must be there. */
export const object =
  (fields: Readonly<Record<string, Check>>, required: readonly string[]): Check =>
  (value, at) => {
    if (!isRecord(value)) return say('must be an object', at);
    const missing = required
      .filter((name) => value[name] === undefined)
      .flatMap((name) => say(`missing required field: ${name}`, at));
    const wrong = Object.entries(value).flatMap(([name, field]) => {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check === undefined) return say(`invalid additional property: ${name}`, at);
      return check(field, `${at}/${name}`);
    });
    return [...missing, ...wrong];
  };

/** What its `type` says it is. */
export const byType =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (!isRecord(value)) return say('must be an object', at);
    const { type } = value;
    if (typeof type !== 'string') return say('missing required field: type', at);
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
    return check === undefined ? say(`unsupported type: ${type}`, `${at}/type`) : check(value, at);
  };

export const all =
  (...checks: readonly Check[]): Check =>
  (value, at) =>
    checks.flatMap((check) => check(value, at));
