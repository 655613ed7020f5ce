import type { Cloud } from '../../service';
import { functionNotFound, invalidValue, outOfConstraint } from './errors';

/** A function as callers name it: the name alone, or with a version or alias. */
export interface FunctionName {
  readonly name: string;
  readonly qualifier?: string;
}

const NAME =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/**
 * Reads `name`, `name:qualifier`, `account:function:name` and full ARNs; a qualifier given apart must agree.
 * documented (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html), the sentences assumed.
 * Throws ValidationException, InvalidParameterValueException, and ResourceNotFoundException for another account.
 */
export const parseFunctionName = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  text: string | undefined,
  qualifier?: string,
): FunctionName => {
  const [, region, account, name, own] = NAME.exec(text ?? '') ?? [];
  if (name === undefined || name.length > 64)
    throw outOfConstraint(
      'functionName',
      text,
      'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?' +
        '([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)' +
        '(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
    );
  if ((region ?? cloud.region) !== cloud.region || (account ?? cloud.account) !== cloud.account)
    throw functionNotFound(String(text));
  if (own !== undefined && qualifier !== undefined && own !== qualifier)
    throw invalidValue(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  const used = qualifier ?? own;
  return used === undefined ? { name } : { name, qualifier: used };
};

/** Undefined for what is not the ARN of a function of this account, or of its version or alias. */
export const readFunctionArn = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  arn: string,
): FunctionName | undefined => {
  const prefix = functionArn(cloud, { name: '' });
  return arn.startsWith(prefix) && NAME.test(arn) ? parseFunctionName(cloud, arn) : undefined;
};

export const functionArn = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  { name, qualifier }: FunctionName,
): string =>
  `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${name}` +
  (qualifier === undefined ? '' : `:${qualifier}`);

/** What a call is authorised on; a name that cannot be read is authorised as it stands and refused by `run`. */
export const functionResources = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  text: string | undefined,
  qualifier?: string,
): readonly string[] => {
  try {
    return [functionArn(cloud, parseFunctionName(cloud, text, qualifier))];
  } catch {
    return [functionArn(cloud, { name: String(text) })];
  }
};

/** For operations whose permission is the function's, whatever version or alias they name. */
export const unqualifiedResources = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  text: string | undefined,
): readonly string[] => {
  try {
    return [functionArn(cloud, { name: parseFunctionName(cloud, text).name })];
  } catch {
    return [functionArn(cloud, { name: String(text) })];
  }
};
