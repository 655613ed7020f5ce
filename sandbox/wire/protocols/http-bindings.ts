import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel } from '../model';
import { headerOf, type WireRequest } from '../request';
import { hasTrait, kindOf, nameTrait, type Struct, timestampForms } from '../schema';
import { readText, writeText } from '../text-values';

// What the two REST protocols have in common: members that stand in headers, in the query string, or are the status
// (https://smithy.io/2.0/spec/http-bindings.html).

/** A list in a header has its items between commas. */
export const headerBound = (
  member: NormalizedSchema,
  { headers }: WireRequest,
  name: string,
): unknown => {
  const text = headerOf(headers, (nameTrait(member, 'httpHeader') ?? '').toLowerCase());
  if (text === undefined) return undefined;
  return kindOf(member) === 'list'
    ? text.split(',').map((item) => readText(member.getValueSchema(), item.trim(), name))
    : readText(member, text, name);
};

export const queryBound = (
  member: NormalizedSchema,
  { url }: WireRequest,
  name: string,
): unknown => {
  const texts = url.searchParams.getAll(nameTrait(member, 'httpQuery') ?? '');
  const [first] = texts;
  if (first === undefined) return undefined;
  return kindOf(member) === 'list'
    ? texts.map((text) => readText(member.getValueSchema(), text, name))
    : readText(member, first, name);
};

export const writeHeaders = (
  schema: NormalizedSchema,
  output: Struct,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...schema.structIterator()].flatMap(([name, member]) => {
      const header = nameTrait(member, 'httpHeader');
      return header === undefined || output[name] === undefined
        ? []
        : [[header.toLowerCase(), writeText(member, output[name], timestampForms.httpDate)]];
    }),
  );

export const statusOf = (operation: OperationModel, output: Struct): number => {
  for (const [name, member] of operation.output.structIterator()) {
    const status = output[name];
    if (hasTrait(member, 'httpResponseCode') && typeof status === 'number') return status;
  }
  return operation.http?.status ?? 200;
};
