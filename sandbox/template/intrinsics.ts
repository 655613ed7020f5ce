import type { CreatedResource } from '../service';

/** What a template's functions are resolved with. */
export interface TemplateScope {
  /** `AWS::AccountId`, `AWS::Region` …, and the template's parameters by name. */
  readonly values: Readonly<Record<string, string>>;
  /** What has been created so far, by logical id. */
  readonly created: ReadonlyMap<string, CreatedResource>;
}

/** A template that the sandbox cannot load, with the place in it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

type Resolve = (argument: unknown, scope: TemplateScope) => unknown;

/**
 * The intrinsic functions that our template uses, and their neighbours.
 * documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const FUNCTIONS: Readonly<Record<string, Resolve>> = {
  Ref: (argument, scope) => refOf(textOf(argument, 'Ref'), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument)
      ? argument.map((part) => textOf(part, 'Fn::GetAtt'))
      : textOf(argument, 'Fn::GetAtt').split('.');
    return attributeOf(logicalId ?? '', attribute.join('.'), scope);
  },
  'Fn::Sub': (argument, scope) => {
    const parts: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
    const [text, variables] = parts;
    const given = recordOf(resolveValue(variables ?? {}, scope), 'Fn::Sub');
    return textOf(text, 'Fn::Sub').replace(
      /\$\{(!?)([^}]*)\}/g,
      (_, literal: string, name: string) => {
        if (literal === '!') return `\${${name}}`;
        const value = given[name.trim()];
        return value === undefined ? namedOf(name.trim(), scope) : textOf(value, 'Fn::Sub');
      },
    );
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = listOf(argument, 'Fn::Join');
    return listOf(resolveValue(parts, scope), 'Fn::Join')
      .map((part) => textOf(part, 'Fn::Join'))
      .join(textOf(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = listOf(argument, 'Fn::Select');
    return listOf(resolveValue(values, scope), 'Fn::Select')[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = listOf(argument, 'Fn::Split');
    const resolved = textOf(resolveValue(text, scope), 'Fn::Split');
    return resolved.split(textOf(separator, 'Fn::Split'));
  },
};

/** Throws TemplateError for a function or a name that it does not know. */
export const resolveValue = (value: unknown, scope: TemplateScope): unknown => {
  if (Array.isArray(value))
    return value.map((item) => resolveValue(item, scope)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isFunction(only[0])) {
    const resolve = FUNCTIONS[only[0]];
    if (resolve === undefined)
      throw new TemplateError(`The sandbox does not have the function ${only[0]}.`);
    return resolve(only[1], scope);
  }
  return Object.fromEntries(
    entries
      .map(([name, member]) => [name, resolveValue(member, scope)] as const)
      .filter(([, member]) => member !== undefined),
  );
};

/** The logical ids that a value refers to; names that are no resources among them. */
export const referencesOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]): readonly string[] => {
    if (name === 'Ref' && typeof member === 'string') return [member];
    if (name === 'Fn::GetAtt') {
      const first: unknown = Array.isArray(member) ? member[0] : String(member).split('.')[0];
      return [String(first)];
    }
    if (name === 'Fn::Sub') {
      const text: unknown = Array.isArray(member) ? member[0] : member;
      const named = [...String(text).matchAll(/\$\{([^!}]+)\}/g)].map(
        ([, inner = '']) => inner.trim().split('.')[0] ?? '',
      );
      return [...named, ...(Array.isArray(member) ? referencesOf(member[1]) : [])];
    }
    return referencesOf(member);
  });
};

const isFunction = (name: string): boolean => name === 'Ref' || name.startsWith('Fn::');

const namedOf = (name: string, scope: TemplateScope): string => {
  const [logicalId = '', ...attribute] = name.split('.');
  return attribute.length === 0 || name.startsWith('AWS::')
    ? refOf(name, scope)
    : attributeOf(logicalId, attribute.join('.'), scope);
};

const refOf = (name: string, { values, created }: TemplateScope): string => {
  const value = created.get(name)?.ref ?? values[name];
  if (value === undefined) throw new TemplateError(`Ref names ${name}, which does not exist.`);
  return value;
};

const attributeOf = (logicalId: string, name: string, { created }: TemplateScope): string => {
  const resource = created.get(logicalId);
  if (resource === undefined)
    throw new TemplateError(`Fn::GetAtt names ${logicalId}, which does not exist.`);
  const value = resource.attributes[name];
  if (value === undefined)
    throw new TemplateError(`The resource ${logicalId} has no attribute ${name}.`);
  return value;
};

const textOf = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${where} needs text, and has ${JSON.stringify(value)}.`);
};

const listOf = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where} needs a list, and has ${JSON.stringify(value)}.`);
};

const recordOf = (value: unknown, where: string): Readonly<Record<string, unknown>> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TemplateError(`${where} needs names and values, and has ${JSON.stringify(value)}.`);
};
