import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { isStruct } from '../../wire/schema';

/** A model as AWS publishes it with botocore: the SDK's schemas have neither enums nor errors by operation. */
export interface PublishedModel {
  /** Values of an answer that no enum of the model has, each with its path. */
  enumFaults(operation: string, output: unknown): readonly string[];
  /** The codes that the operation declares; undefined for an operation that the model does not have. */
  errorsOf(operation: string): readonly string[] | undefined;
  /** The codes that any operation of the service declares. */
  allErrors(): readonly string[];
}

const Reference = z.object({ shape: z.string() });
const Shape = z.object({
  type: z.string(),
  members: z.optional(z.record(z.string(), Reference)),
  member: z.optional(Reference),
  value: z.optional(Reference),
  enum: z.optional(z.array(z.string())),
  error: z.optional(z.object({ code: z.optional(z.string()) })),
});
const Model = z.object({
  operations: z.record(
    z.string(),
    z.object({ output: z.optional(Reference), errors: z.optional(z.array(Reference)) }),
  ),
  shapes: z.record(z.string(), Shape),
});
type Model = z.infer<typeof Model>;

/** By signing name, where botocore's folder has another. */
const FOLDERS: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  states: 'stepfunctions',
};

const PYTHON = 'import botocore, os; print(os.path.dirname(botocore.__file__))';

/** Undefined where this machine has no botocore. */
export const findBotocore = (): string | undefined => {
  const { status, stdout } = spawnSync('python3', ['-c', PYTHON], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return status === 0 ? stdout.trim() : undefined;
};

const readModel = (botocore: string, signingName: string): Model | undefined => {
  const folder = join(botocore, 'data', FOLDERS[signingName] ?? signingName);
  if (!existsSync(folder)) return undefined;
  const latest = readdirSync(folder).sort().at(-1) ?? '';
  const file = join(folder, latest, 'service-2.json');
  const text = existsSync(file)
    ? readFileSync(file, 'utf8')
    : gunzipSync(readFileSync(`${file}.gz`)).toString();
  const parsed: unknown = JSON.parse(text);
  return Model.parse(parsed);
};

const enumFaults = (
  model: Model,
  shapeName: string,
  value: unknown,
  path: string,
): readonly string[] => {
  const shape = model.shapes[shapeName];
  if (shape === undefined || value === undefined || value === null) return [];
  const { members = {}, member, value: mapped } = shape;
  if (shape.enum !== undefined && typeof value === 'string')
    return shape.enum.includes(value) ? [] : [`${path} is ${value}, which ${shapeName} has not`];
  if (Array.isArray(value) && member !== undefined)
    return value.flatMap((it: unknown, index) =>
      enumFaults(model, member.shape, it, `${path}/${index}`),
    );
  if (!isStruct(value)) return [];
  return Object.entries(value).flatMap(([name, it]) => {
    const inner = shape.type === 'map' ? mapped : members[name];
    return inner === undefined ? [] : enumFaults(model, inner.shape, it, `${path}/${name}`);
  });
};

/** Each error by its own name and by the code that the query protocol gives it. */
const errorsOf = (
  { shapes }: Model,
  { errors = [] }: Model['operations'][string],
): readonly string[] => errors.flatMap(({ shape }) => [shape, shapes[shape]?.error?.code ?? shape]);

/** Undefined for a service that botocore does not have. */
export const readPublishedModel = (
  botocore: string,
  signingName: string,
): PublishedModel | undefined => {
  const model = readModel(botocore, signingName);
  if (model === undefined) return undefined;
  return {
    enumFaults: (operation, output) => {
      const shape = model.operations[operation]?.output?.shape;
      return shape === undefined ? [] : enumFaults(model, shape, output, '');
    },
    errorsOf: (operation) =>
      model.operations[operation] && errorsOf(model, model.operations[operation]),
    allErrors: () => Object.values(model.operations).flatMap((it) => errorsOf(model, it)),
  };
};
