import { NormalizedSchema, translateTraits } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { isStruct } from './schema';

/**
 * A service as its SDK client describes it. The layout of the schemas is not a documented API: versions are
 * pinned, and the wire's tests run the real clients against it.
 */
export interface Model {
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By the exception's name, or by the code that the query protocol gives it. */
  findError(code: string): ErrorModel | undefined;
  /** The values of an enum by its name, which is that of its constant in the SDK; undefined where there is none. */
  enumOf(name: string): readonly string[] | undefined;
}

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path template and status, where the service speaks REST. */
  readonly http?: { readonly method: string; readonly template: string; readonly status: number };
}

export interface ErrorModel {
  readonly name: string;
  readonly queryCode?: string;
  readonly statusCode?: number;
  readonly members: readonly string[];
}

const OPERATION = 9;
const ERROR = -3;

const isOperation = (value: unknown): value is StaticOperationSchema =>
  Array.isArray(value) && value[0] === OPERATION && value.length === 6;
const isError = (value: unknown): value is StaticErrorSchema =>
  Array.isArray(value) && value[0] === ERROR;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const toOperation = ([, , name, traits, input, output]: StaticOperationSchema): OperationModel => {
  const http: unknown = translateTraits(traits).http;
  const [method, template, status] = listOf(http);
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(typeof method === 'string' && typeof template === 'string' && typeof status === 'number'
      ? { http: { method, template, status } }
      : {}),
  };
};

const toError = ([, , name, traits, members]: StaticErrorSchema): ErrorModel => {
  const { awsQueryError, httpError } = translateTraits(traits);
  const [queryCode, queryStatus] = listOf(awsQueryError);
  const statusCode = typeof httpError === 'number' ? httpError : queryStatus;
  return {
    name,
    members,
    ...(typeof queryCode === 'string' ? { queryCode } : {}),
    ...(typeof statusCode === 'number' ? { statusCode } : {}),
  };
};

const enumOf = (constant: unknown): readonly string[] | undefined => {
  const values: readonly unknown[] = isStruct(constant) ? Object.values(constant) : [];
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length && texts.length > 0 ? texts : undefined;
};

/** Reads a client module's exported schemas. Throws where the module exports none: then it is no client. */
export const toModel = (clientModule: object): Model => {
  const exported: readonly unknown[] = Object.values(clientModule);
  const operations = new Map(
    exported.filter(isOperation).map((schema) => [schema[2], toOperation(schema)]),
  );
  if (operations.size === 0) throw new Error('The module exports no operation schemas.');
  const errors = exported.filter(isError).map(toError);
  const constants = new Map(Object.entries(clientModule));
  return {
    operations,
    findError: (code) =>
      errors.find(({ name }) => name === code) ?? errors.find((error) => error.queryCode === code),
    enumOf: (name) => enumOf(constants.get(name)),
  };
};
