import type { NormalizedSchema } from '@smithy/core/schema';
import { isSparse, isStruct, kindOf, requiredMembersOf } from '../../wire/schema';

/** `objects`: as an operation gives it, dates as Date and blobs as bytes. `json`: as it stands in a JSON body. */
export type Form = 'objects' | 'json';

type Fault = string;

const describe = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80);

const scalars: Readonly<Record<string, (value: unknown, form: Form) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  timestamp: (value, form) =>
    form === 'json'
      ? typeof value === 'number'
      : value instanceof Date && Number.isFinite(value.getTime()),
  blob: (value) => typeof value === 'string' || value instanceof Uint8Array,
  document: () => true,
};

const checkStruct = (
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  form: Form,
): readonly Fault[] => {
  const members = new Map(schema.structIterator());
  const missing = requiredMembersOf(schema)
    .filter((name) => value[name] === undefined || value[name] === null)
    .map((name) => `${path}/${name} is required and absent`);
  const present = Object.entries(value).filter(([, it]) => it !== undefined && it !== null);
  return [
    ...missing,
    ...present.flatMap(([name, it]) => {
      const member = members.get(name);
      return member === undefined
        ? [`${path}/${name} is no member of the model`]
        : checkValue(member, it, `${path}/${name}`, form);
    }),
  ];
};

const checkMap = (
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  form: Form,
): readonly Fault[] =>
  Object.entries(value)
    .filter(([, it]) => it !== undefined && !(it === null && isSparse(schema)))
    .flatMap(([key, it]) => checkValue(schema.getValueSchema(), it, `${path}/${key}`, form));

/**
 * What is wrong with a value by the SDK's schema: required members that are absent, members that the model does not
 * have, values of another type. An operation without output may give anything empty. Enums are not in the schema.
 */
export const checkValue = (
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  form: Form = 'objects',
): readonly Fault[] => {
  const kind = kindOf(schema);
  const wrong = [`${path || '/'} is no ${kind}: ${describe(value)}`];
  switch (kind) {
    case 'unit':
      return value === undefined || (isStruct(value) && Object.keys(value).length === 0)
        ? []
        : wrong;
    case 'struct':
      return isStruct(value) ? checkStruct(schema, value, path, form) : wrong;
    case 'map':
      return isStruct(value) ? checkMap(schema, value, path, form) : wrong;
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((it: unknown, index) =>
            checkValue(schema.getValueSchema(), it, `${path}/${index}`, form),
          )
        : wrong;
    default:
      return scalars[kind]?.(value, form) === true ? [] : wrong;
  }
};
