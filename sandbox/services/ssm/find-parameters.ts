import type {
  DescribeParametersCommandInput,
  DescribeParametersResult,
  GetParametersByPathCommandInput,
  GetParametersByPathResult,
  ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import { AwsError, operation } from '../../service';
import { pageOf } from '../paging';
import type { ParameterBook, ParameterVersion } from './parameter-book';
import { metadataOf, refuseToken, toParameter } from './parameter-operations';
import { invalid } from './put-parameter';

export const createFindOperations = (book: ParameterBook) => ({
  GetParametersByPath: operation({
    resources: ({ Path: path }: GetParametersByPathCommandInput) => [book.arnOf(path)],
    run: (input: GetParametersByPathCommandInput): GetParametersByPathResult => {
      const { Path: path = '', MaxResults: limit = 10 } = input;
      if (!path.startsWith('/'))
        invalid(
          'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
        );
      const found = book
        .all()
        .filter(({ name }) => isBelow(name, path, input.Recursive === true))
        .filter((parameter) => passesAll(parameter, input.ParameterFilters ?? []));
      const page = pageOf(found, { token: input.NextToken, limit, refuseToken });
      return {
        Parameters: page.items.map((parameter) =>
          toParameter(book, { parameter }, input.WithDecryption),
        ),
        NextToken: page.nextToken,
      };
    },
  }),
  DescribeParameters: operation({
    resources: () => ['*'],
    run: (input: DescribeParametersCommandInput): DescribeParametersResult => {
      const filters: readonly ParameterStringFilter[] = [
        ...(input.ParameterFilters ?? []),
        ...(input.Filters ?? []),
      ];
      const found = book.all().filter((parameter) => passesAll(parameter, filters));
      const page = pageOf(found, {
        token: input.NextToken,
        limit: input.MaxResults ?? 50,
        refuseToken,
      });
      return {
        Parameters: page.items.map((parameter) => ({
          ...metadataOf(parameter),
          ARN: book.arnOf(parameter.name),
        })),
        NextToken: page.nextToken,
      };
    },
  }),
});

/** One level below the path, or any level with `recursive`. */
const isBelow = (name: string, path: string, recursive: boolean): boolean => {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(folder) && (recursive || !name.slice(folder.length).includes('/'));
};

const passesAll = (
  parameter: ParameterVersion,
  filters: readonly ParameterStringFilter[],
): boolean => filters.every((filter) => passes(parameter, filter));

const FIELDS: Readonly<Record<string, (parameter: ParameterVersion) => string | undefined>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId,
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
};

/** Filters by label and by tag are not known here: they are refused, as an unknown key is. */
const passes = (
  parameter: ParameterVersion,
  { Key: key = '', Option: option, Values: values = [] }: ParameterStringFilter,
): boolean => {
  if (key === 'Path')
    return values.some((path) => isBelow(parameter.name, path, option === 'Recursive'));
  const field = FIELDS[key];
  if (field === undefined)
    throw new AwsError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  const given = field(parameter) ?? '';
  switch (option ?? 'Equals') {
    case 'Equals':
      return values.includes(given);
    case 'BeginsWith':
      return values.some((value) => given.startsWith(value));
    case 'Contains':
      return values.some((value) => given.includes(value));
    default:
      throw new AwsError('InvalidFilterOption', `The filter option ${option} is not valid.`);
  }
};
