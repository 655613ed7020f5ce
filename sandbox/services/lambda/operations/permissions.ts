import type {
  AddPermissionRequest,
  AddPermissionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  RemovePermissionRequest,
} from '@aws-sdk/client-lambda';
import { type Cloud, operation } from '../../../service';
import type { LambdaContext } from '../context';
import { checkRevision, conflict, invalidValue, noSuchResource, notFound } from '../errors';
import { functionArn, functionResources, parseFunctionName, type FunctionName } from '../names';
import { type FunctionPolicy, type FunctionRecord, LATEST } from '../store/function-record';
import { resolveQualified, type FunctionStore } from '../store/function-store';

type PolicyStatement = Readonly<Record<string, unknown>>;

/** The unqualified function and `$LATEST` share a policy; each version and alias has its own. */
const policyKey = ({ qualifier }: FunctionName): string => qualifier ?? LATEST;

/** The resource policy as JSON; undefined where nothing was ever permitted. */
export const policyOf = (store: FunctionStore, named: FunctionName): string | undefined => {
  const policy = store.find(named.name)?.policies.get(policyKey(named));
  return policy === undefined || policy.statements.size === 0 ? undefined : toText(policy);
};

const toText = ({ statements }: FunctionPolicy): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...statements.values()] });

/**
 * How a permission becomes a statement: documented
 * (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html)
 */
export const toStatement = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  named: FunctionName,
  request: AddPermissionRequest,
): PolicyStatement => {
  const conditions = {
    ...(request.SourceAccount === undefined
      ? {}
      : { StringEquals: { 'AWS:SourceAccount': request.SourceAccount } }),
    ...(request.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': request.SourceArn } }),
    ...stringEquals('lambda:FunctionUrlAuthType', request.FunctionUrlAuthType, request),
    ...(request.InvokedViaFunctionUrl === undefined
      ? {}
      : { Bool: { 'lambda:InvokedViaFunctionUrl': String(request.InvokedViaFunctionUrl) } }),
  };
  return {
    Sid: request.StatementId,
    Effect: 'Allow',
    Principal: toPrincipal(request.Principal ?? ''),
    Action: request.Action,
    Resource: functionArn(cloud, named),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
};

const stringEquals = (key: string, value: string | undefined, request: AddPermissionRequest) => {
  if (value === undefined) return {};
  const account =
    request.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': request.SourceAccount };
  return { StringEquals: { ...account, [key]: value } };
};

const toPrincipal = (principal: string): string | Readonly<Record<string, string>> => {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
};

const PRINCIPAL =
  /^(\*|\d{12}|arn:[^:]+:(iam|sts)::\d{12}:.+|[a-z0-9.-]+\.amazon(aws)?\.com(\.cn)?)$/;

/** assumed: the words for what is neither a service, an account, a role nor everybody. */
const checkPrincipal = (principal: string): void => {
  if (!PRINCIPAL.test(principal))
    throw invalidValue(
      'The provided principal was invalid. Please check the principal and try again.',
    );
};

/** Throws InvalidParameterValueException for a bad principal, ResourceConflictException where the statement id is taken. Returns the statement. */
export const addPermission = (
  { cloud, store }: LambdaContext,
  request: AddPermissionRequest,
): PolicyStatement => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  const policy = record.policies.get(policyKey(named));
  if (policy !== undefined) checkRevision(request.RevisionId, policy.revisionId, 'GetPolicy');
  const statementId = request.StatementId ?? '';
  checkPrincipal(request.Principal ?? '');
  if (policy?.statements.has(statementId) === true)
    throw conflict(
      `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove ` +
        'the existing statement.',
    );
  const statement = toStatement(cloud, named, request);
  putStatements(cloud, record, named, [
    ...(policy?.statements ?? []),
    [statementId, statement] as const,
  ]);
  return statement;
};

const putStatements = (
  cloud: Cloud,
  record: FunctionRecord,
  named: FunctionName,
  statements: readonly (readonly [string, PolicyStatement])[],
): void => {
  const policy = { statements: new Map(statements), revisionId: cloud.random.uuid() };
  record.policies.set(policyKey(named), policy);
};

const removePermission = (
  { cloud, store }: LambdaContext,
  request: RemovePermissionRequest,
): void => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  const policy = record.policies.get(policyKey(named));
  if (policy === undefined || policy.statements.size === 0)
    throw notFound('No policy is associated with the given resource.');
  checkRevision(request.RevisionId, policy.revisionId, 'GetPolicy');
  if (!policy.statements.has(request.StatementId ?? ''))
    throw notFound(`Statement ${request.StatementId} is not found in resource policy.`);
  const left = [...policy.statements].filter(([id]) => id !== request.StatementId);
  putStatements(cloud, record, named, left);
};

const getPolicy = (
  { cloud, store }: LambdaContext,
  request: GetPolicyRequest,
): GetPolicyResponse => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  const policy = record.policies.get(policyKey(named));
  if (policy === undefined || policy.statements.size === 0) throw noSuchResource();
  return { Policy: toText(policy), RevisionId: policy.revisionId };
};

export const permissionOperations = (context: LambdaContext) => {
  const resources = (input: {
    FunctionName: string | undefined;
    Qualifier?: string | undefined;
  }): readonly string[] => functionResources(context.cloud, input.FunctionName, input.Qualifier);
  return {
    AddPermission: operation<AddPermissionRequest, AddPermissionResponse>({
      resources,
      run: (request) => ({ Statement: JSON.stringify(addPermission(context, request)) }),
    }),
    RemovePermission: operation<RemovePermissionRequest, void>({
      resources,
      run: (request) => removePermission(context, request),
    }),
    GetPolicy: operation<GetPolicyRequest, GetPolicyResponse>({
      resources,
      run: (request) => getPolicy(context, request),
    }),
  };
};
