import type * as z from 'zod/mini';

export interface SchemaFault {
  readonly message: string;
  /** From the machine on, as the definition's diagnostics write it. */
  readonly path: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  array: 'Array',
  object: 'Object',
  record: 'Object',
};

const toPath = (path: readonly PropertyKey[]): string =>
  path.map((it) => (typeof it === 'number' ? `[${it}]` : `/${String(it)}`)).join('');

/**
 * What is wrong with a definition's form, in AWS's words where users report them (a field that is missing, unknown or
 * of a word that there is not), else in words after them. assumed
 */
export const toSchemaFault = (issue: z.core.$ZodIssue): SchemaFault => {
  const path = toPath(issue.path);
  const around = toPath(issue.path.slice(0, -1));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [field = ''] = issue.keys;
      return { message: `Field '${field}' is not supported`, path: `${path}/${field}` };
    }
    case 'invalid_type': {
      const field = String(issue.path.at(-1) ?? '');
      if (issue.input === undefined && field !== '')
        return { message: `These fields are required: [${field}]`, path: around };
      return { message: `Expected value of type ${TYPES[issue.expected] ?? issue.expected}`, path };
    }
    case 'invalid_value':
      return { message: oneOf(issue.values.map(String)), path };
    case 'invalid_union':
      return issue.discriminator === undefined
        ? { message: 'The value is of a type that the field does not take', path }
        : { message: oneOf(STATE_TYPES), path };
    default:
      return { message: issue.message, path };
  }
};

const STATE_TYPES = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];
const oneOf = (words: readonly string[]): string =>
  `Value should be one of the following: [${words.join(', ')}]`;
