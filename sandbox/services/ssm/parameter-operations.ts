import { createHash } from 'node:crypto';
import type {
  DeleteParameterCommandInput,
  DeleteParametersCommandInput,
  DeleteParametersResult,
  GetParameterCommandInput,
  GetParameterHistoryCommandInput,
  GetParameterHistoryResult,
  GetParameterResult,
  GetParametersCommandInput,
  GetParametersResult,
  Parameter,
  PutParameterCommandInput,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import type { Call, Cloud } from '../../service';
import { AwsError, operation } from '../../service';
import { pageOf } from '../paging';
import type { ParameterBook, ParameterVersion, Selection } from './parameter-book';
import { notFound } from './parameter-book';
import { emitChange, invalid, putParameter } from './put-parameter';

/** Documented: at most ten names in a call. */
const NAMES_PER_CALL = 10;

export const createParameterOperations = (cloud: Cloud, book: ParameterBook) => {
  const arnOfOne = ({ Name: name }: { Name: string | undefined }): readonly string[] => [
    book.arnOf(name),
  ];
  const arnsOfAll = ({ Names: names }: { Names: string[] | undefined }): readonly string[] =>
    (names ?? []).map((name) => book.arnOf(name));
  const remove = (name: string): boolean => {
    const version = book.find(name);
    if (version === undefined || !book.remove(name)) return false;
    emitChange(cloud, book, { operation: 'Delete', version });
    return true;
  };
  return {
    PutParameter: operation({
      resources: arnOfOne,
      run: (input: PutParameterCommandInput, { caller }: Call): PutParameterResult => {
        const { version, tier } = putParameter(cloud, book, { input, by: caller.arn });
        return { Version: version, Tier: tier };
      },
    }),
    GetParameter: operation({
      resources: arnOfOne,
      run: ({ Name, WithDecryption }: GetParameterCommandInput): GetParameterResult => ({
        Parameter: toParameter(book, book.select(Name), WithDecryption),
      }),
    }),
    GetParameters: operation({
      resources: arnsOfAll,
      run: (input: GetParametersCommandInput) => getParameters(book, input),
    }),
    GetParameterHistory: operation({
      resources: arnOfOne,
      run: (input: GetParameterHistoryCommandInput) => getHistory(book, input),
    }),
    DeleteParameter: operation({
      resources: arnOfOne,
      run: ({ Name: name = '' }: DeleteParameterCommandInput) => (remove(name) ? {} : notFound()),
    }),
    DeleteParameters: operation({
      resources: arnsOfAll,
      run: ({ Names: names = [] }: DeleteParametersCommandInput): DeleteParametersResult => {
        const deleted = names.filter(remove);
        return {
          DeletedParameters: deleted,
          InvalidParameters: names.filter((name) => !deleted.includes(name)),
        };
      },
    }),
  };
};

const getParameters = (
  book: ParameterBook,
  { Names: names = [], WithDecryption }: GetParametersCommandInput,
): GetParametersResult => {
  if (names.length > NAMES_PER_CALL)
    invalid(
      `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to ${NAMES_PER_CALL}.`,
    );
  const found = names.flatMap((name) => {
    const selection = selectOrNothing(book, name);
    return selection === undefined ? [] : [{ name, selection }];
  });
  return {
    Parameters: found.map(({ selection }) => toParameter(book, selection, WithDecryption)),
    InvalidParameters: names.filter((name) => !found.some((one) => one.name === name)),
  };
};

const selectOrNothing = (book: ParameterBook, name: string): Selection | undefined => {
  try {
    return book.select(name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

const getHistory = (
  book: ParameterBook,
  input: GetParameterHistoryCommandInput,
): GetParameterHistoryResult => {
  const page = pageOf(book.history(input.Name ?? ''), {
    token: input.NextToken,
    limit: input.MaxResults ?? 50,
    refuseToken: refuseToken,
  });
  return {
    Parameters: page.items.map((version) => ({
      ...metadataOf(version),
      Value: valueOf(version, input.WithDecryption),
      Labels: [],
    })),
    NextToken: page.nextToken,
  };
};

export const refuseToken = (): never => {
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
};

export const toParameter = (
  book: ParameterBook,
  { parameter, selector }: Selection,
  decrypted: boolean | undefined,
): Parameter => ({
  Name: parameter.name,
  Type: parameter.type,
  Value: valueOf(parameter, decrypted),
  Version: parameter.version,
  ...(selector !== undefined && { Selector: selector }),
  LastModifiedDate: new Date(parameter.modifiedEpochMs),
  ARN: book.arnOf(parameter.name),
  DataType: parameter.dataType,
});

export const metadataOf = (version: ParameterVersion) => ({
  Name: version.name,
  Type: version.type,
  KeyId: version.keyId,
  LastModifiedDate: new Date(version.modifiedEpochMs),
  LastModifiedUser: version.modifiedBy,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.version,
  Tier: version.tier,
  Policies: [],
  DataType: version.dataType,
});

/** Without decryption, text from which the value cannot be told. */
const valueOf = ({ type, name, version, value }: ParameterVersion, decrypted?: boolean): string => {
  if (type !== 'SecureString' || decrypted === true) return value;
  const sealed = createHash('sha512').update(`sealed ${name} ${version}`).digest('base64');
  return `AQICAH${sealed}`;
};
