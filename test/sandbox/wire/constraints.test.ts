import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import * as z from 'zod/mini';
import type { NormalizedSchema } from '@smithy/core/schema';
import { findBotocore } from '../../../sandbox/provenance/models/published-model';
import { AwsError } from '../../../sandbox/service';
import { checkInput } from '../../../sandbox/wire/check-input';
import {
  type Constraint,
  constraintTables,
} from '../../../sandbox/wire/constraints/constraint-table';
import { type Model, toModel } from '../../../sandbox/wire/model';
import { isStruct, kindOf } from '../../../sandbox/wire/schema';

const clients: Readonly<Record<string, () => Promise<object>>> = {
  codepipeline: () => import('@aws-sdk/client-codepipeline'),
  events: () => import('@aws-sdk/client-eventbridge'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  monitoring: () => import('@aws-sdk/client-cloudwatch'),
  ssm: () => import('@aws-sdk/client-ssm'),
  states: () => import('@aws-sdk/client-sfn'),
};
const modelOf = async (signingName: string): Promise<Model> =>
  toModel((await clients[signingName]?.()) ?? {});

const refusalOf = async (
  signingName: string,
  operation: string,
  input: unknown,
): Promise<string | undefined> => {
  const model = await modelOf(signingName);
  const schema = model.operations.get(operation)?.input;
  if (schema === undefined) throw new Error(`There is no operation ${operation}.`);
  try {
    checkInput(signingName, model, schema, input);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
};

describe("an input that breaks its model's constraints", () => {
  it.each([
    [
      'an enum',
      ['lambda', 'Invoke', { FunctionName: 'f', InvocationType: 'Later' }],
      "ValidationException: 1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [DryRun, Event, RequestResponse]",
    ],
    [
      'a length',
      ['iam', 'GetRole', { RoleName: 'x'.repeat(65) }],
      `ValidationError: 1 validation error detected: Value '${'x'.repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      'a range',
      ['ssm', 'DescribeParameters', { MaxResults: 51 }],
      "ValidationException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      'a pattern',
      ['codepipeline', 'GetPipelineState', { name: 'my pipeline' }],
      "ValidationException: 1 validation error detected: Value 'my pipeline' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
    ],
    [
      'the size of a list',
      ['ssm', 'DeleteParameters', { Names: [] }],
      "ValidationException: 1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'an item of a list',
      ['monitoring', 'DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'Nope'] }],
      "ValidationError: 1 validation error detected: Value '[MetricAlarm, Nope]' at 'alarmTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [CompositeAlarm, LogAlarm, MetricAlarm]]",
    ],
    [
      'a value of a map',
      [
        'lambda',
        'UpdateAlias',
        {
          FunctionName: 'f',
          Name: 'live',
          RoutingConfig: { AdditionalVersionWeights: { 2: 1.5 } },
        },
      ],
      "ValidationException: 1 validation error detected: Value '{2=1.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1]",
    ],
    [
      'a member deep within, together with one that is missing',
      ['ssm', 'DescribeParameters', { ParameterFilters: [{ Option: '' }] }],
      "ValidationException: 2 validation errors detected: Value null at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must not be null; Value '' at 'parameterFilters.1.member.option' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a runtime',
      ['lambda', 'UpdateFunctionConfiguration', { FunctionName: 'f', Runtime: 'cobol' }],
      /^InvalidParameterValueException: Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*nodejs22\.x.*\] or be a valid ARN$/,
    ],
  ] as const)(
    'is refused, with what was wrong: %s',
    async (_, [service, operation, input], told) => {
      // when
      const refusal = await refusalOf(service, operation, input);

      // then
      if (typeof told === 'string') expect(refusal).toBe(told);
      else expect(refusal).toMatch(told);
    },
  );

  it('is not repeated where the model says that it is secret', async () => {
    const secret = `not json ${'x'.repeat(1_025)}`;
    const told = await refusalOf('lambda', 'UpdateFunctionConfiguration', {
      FunctionName: 'f',
      Environment: { Variables: { '1st': secret } },
    });
    expect(told).toContain("Value at 'environment.variables'");
    expect(told).not.toContain(secret);
  });

  it('is let through where the service checks by itself', async () => {
    const model = toModel(await import('@aws-sdk/client-codedeploy'));
    const schema = model.operations.get('GetApplication')?.input;
    expect(
      schema && checkInput('codedeploy', model, schema, { applicationName: 'x'.repeat(101) }),
    ).toBe(undefined);
  });

  it('is one of length exactly when it is longer than the longest', async () => {
    const model = await modelOf('iam');
    const schema = model.operations.get('GetRole')?.input;
    if (schema === undefined) throw new Error('There is no GetRole.');
    fc.assert(
      fc.property(fc.string({ maxLength: 130 }), (RoleName) => {
        const refused = (() => {
          try {
            checkInput('iam', model, schema, { RoleName });
            return false;
          } catch {
            return true;
          }
        })();
        expect(refused).toBe(RoleName.length === 0 || RoleName.length > 64);
      }),
    );
  });
});

/** Every structure that an input can hold, by its name. */
const structuresOf = ({ operations }: Model): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const walk = (schema: NormalizedSchema): void => {
    switch (kindOf(schema)) {
      case 'struct': {
        const name = schema.getName() ?? '';
        if (found.has(name)) return;
        const members = [...schema.structIterator()];
        found.set(
          name,
          members.map(([member]) => member),
        );
        for (const [, member] of members) walk(member);
        return;
      }
      case 'list':
      case 'map':
        return walk(schema.getValueSchema());
      default:
    }
  };
  for (const { input } of operations.values()) walk(input);
  return found;
};

const enumsOf = (constraint: Constraint | undefined): readonly string[] =>
  constraint === undefined
    ? []
    : [
        ...(constraint.enum === undefined ? [] : [constraint.enum]),
        ...[constraint.items, constraint.keys, constraint.values].flatMap(enumsOf),
      ];

describe('the tables of constraints', () => {
  it.each(Object.keys(constraintTables))('name what the SDK has: %s', async (signingName) => {
    const model = await modelOf(signingName);
    const structures = structuresOf(model);
    for (const [structure, members] of Object.entries(constraintTables[signingName] ?? {}))
      for (const [member, constraint] of Object.entries(members)) {
        expect([structure, structures.get(structure)]).toEqual([
          structure,
          expect.arrayContaining([member]),
        ]);
        for (const name of enumsOf(constraint))
          expect([name, model.enumOf(name)]).not.toEqual([name, undefined]);
      }
  });
});

const BOTOCORE = findBotocore();
const whereBotocoreIs = BOTOCORE === undefined ? it.skip : it;
if (BOTOCORE === undefined)
  process.stdout.write('not checked: constraints against the models (botocore is not installed)\n');

const Reference = z.object({ shape: z.string() });
const Shape = z.object({
  type: z.string(),
  enum: z.optional(z.array(z.string())),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  pattern: z.optional(z.string()),
  members: z.optional(z.record(z.string(), Reference)),
  member: z.optional(Reference),
  key: z.optional(Reference),
  value: z.optional(Reference),
});
type Shape = z.infer<typeof Shape>;
const PublishedShapes = z.object({ shapes: z.record(z.string(), Shape) });

const FOLDERS: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  states: 'stepfunctions',
};

const shapesOf = (signingName: string): Readonly<Record<string, Shape>> => {
  const folder = join(BOTOCORE ?? '', 'data', FOLDERS[signingName] ?? signingName);
  const file = join(folder, readdirSync(folder).sort().at(-1) ?? '', 'service-2.json');
  const text = existsSync(file)
    ? readFileSync(file, 'utf8')
    : gunzipSync(readFileSync(`${file}.gz`)).toString();
  return PublishedShapes.parse(JSON.parse(text)).shapes;
};

/** What a shape asks for, in the form of the tables. */
const toConstraint = (
  shapes: Readonly<Record<string, Shape>>,
  name: string,
  withPattern: boolean,
): Record<string, unknown> => {
  const { type, member, key, value, ...shape } = shapes[name] ?? { type: 'none' };
  const inner = (part: string, held: { readonly shape: string } | undefined): object => {
    const constraint = held && toConstraint(shapes, held.shape, withPattern);
    return constraint === undefined || Object.keys(constraint).length === 0
      ? {}
      : { [part]: constraint };
  };
  const sized = ['string', 'list', 'map'].includes(type);
  return {
    ...(shape.enum === undefined ? {} : { enum: name.charAt(0).toUpperCase() + name.slice(1) }),
    ...(shape.min === undefined || (sized && shape.min === 0) ? {} : { min: shape.min }),
    ...(shape.max === undefined ? {} : { max: shape.max }),
    ...(shape.pattern === undefined || !withPattern ? {} : { pattern: shape.pattern }),
    ...(type === 'list' ? inner('items', member) : {}),
    ...(type === 'map' ? { ...inner('keys', key), ...inner('values', value) } : {}),
  };
};

const asWritten = (constraint: Constraint): unknown =>
  JSON.parse(
    JSON.stringify(constraint, (_, held: unknown) =>
      isStruct(held) && typeof held.text === 'string' ? held.text : held,
    ),
  );

describe("the tables, against AWS's published models", () => {
  whereBotocoreIs.each(Object.keys(constraintTables))('say the same of %s', (signingName) => {
    const shapes = shapesOf(signingName);
    for (const [structure, members] of Object.entries(constraintTables[signingName] ?? {})) {
      const published = Object.entries(shapes[structure]?.members ?? {})
        .map(
          ([member, { shape }]) =>
            [member, toConstraint(shapes, shape, signingName !== 'iam')] as const,
        )
        .filter(([, constraint]) => Object.keys(constraint).length > 0);
      const written = Object.entries(members).map(([member, it]) => [member, asWritten(it)]);
      expect({ [structure]: Object.fromEntries(written) }).toEqual({
        [structure]: Object.fromEntries(published),
      });
    }
  });
});
