import type {
  AliasConfiguration,
  AliasRoutingConfiguration,
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import { operation } from '../../../service';
import { pageOf } from '../../paging';
import type { LambdaContext } from '../context';
import {
  checkRevision,
  conflict,
  functionNotFound,
  invalidValue,
  notFound,
  outOfConstraint,
} from '../errors';
import { functionArn, unqualifiedResources } from '../names';
import { toAliasConfiguration } from '../store/describe';
import { type Alias, type FunctionRecord, LATEST } from '../store/function-record';
import { findFunction, findVersion } from '../store/function-store';
import { invalidMarker, pageLimit } from './listing';

type AliasTarget = Pick<Alias, 'version' | 'additional'>;

/**
 * Throws where the alias could not be pointed so.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html), the sentences assumed
 */
export const checkTarget = (
  { cloud }: Pick<LambdaContext, 'cloud'>,
  record: FunctionRecord,
  { version, additional }: AliasTarget,
): void => {
  const entries = Object.entries(additional);
  for (const asked of [version, ...Object.keys(additional)])
    if (findVersion(record, asked) === undefined)
      throw functionNotFound(functionArn(cloud, { name: record.name, qualifier: asked }));
  if (entries.length > 1)
    throw invalidValue('Number of items in AdditionalVersionWeights cannot be greater than 1');
  for (const [other, weight] of entries) {
    if (!(weight >= 0 && weight <= 1))
      throw outOfConstraint(
        'routingConfig.additionalVersionWeights',
        `{${other}=${weight}}`,
        'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, ' +
          'Member must have value greater than or equal to 0.0]',
      );
    if (other === version)
      throw invalidValue(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    if (version === LATEST || other === LATEST)
      throw invalidValue('$LATEST is not supported for an alias pointing to more than 1 version');
  }
};

const additionalOf = (routing: AliasRoutingConfiguration | undefined): Alias['additional'] =>
  routing?.AdditionalVersionWeights ?? {};

/** documented (https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html) */
export const createAlias = (context: LambdaContext, request: CreateAliasRequest): Alias => {
  const { cloud, store } = context;
  const record = findFunction(cloud, store, request.FunctionName);
  const name = request.Name ?? '';
  if (!/^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/.test(name))
    throw outOfConstraint(
      'name',
      name,
      'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
    );
  const target = {
    version: request.FunctionVersion ?? '',
    additional: additionalOf(request.RoutingConfig),
  };
  checkTarget(context, record, target);
  if (record.aliases.has(name))
    throw conflict(
      `Alias already exists: ${functionArn(cloud, { name: record.name, qualifier: name })}`,
    );
  return putAlias(context, record, { ...target, name, description: request.Description ?? '' });
};

/** Every change gives the alias a new revision. */
export const putAlias = (
  { cloud }: Pick<LambdaContext, 'cloud'>,
  record: FunctionRecord,
  alias: Omit<Alias, 'revisionId'>,
): Alias => {
  const stored = { ...alias, revisionId: cloud.random.uuid() };
  record.aliases.set(alias.name, stored);
  return stored;
};

const updateAlias = (context: LambdaContext, request: UpdateAliasRequest): AliasConfiguration => {
  const { cloud, store } = context;
  const record = findFunction(cloud, store, request.FunctionName);
  const name = request.Name ?? '';
  const alias = record.aliases.get(name);
  if (alias === undefined)
    throw notFound(
      `Alias not found: ${functionArn(cloud, { name: record.name, qualifier: name })}`,
    );
  checkRevision(request.RevisionId, alias.revisionId, 'GetFunction/GetAlias');
  const target = {
    version: request.FunctionVersion ?? alias.version,
    additional:
      request.RoutingConfig === undefined ? alias.additional : additionalOf(request.RoutingConfig),
  };
  checkTarget(context, record, target);
  const description = request.Description ?? alias.description;
  return toAliasConfiguration(
    cloud,
    record,
    putAlias(context, record, { ...target, name, description }),
  );
};

const getAlias = (
  { cloud, store }: LambdaContext,
  request: GetAliasRequest,
): AliasConfiguration => {
  const record = findFunction(cloud, store, request.FunctionName);
  const name = request.Name ?? '';
  const alias = record.aliases.get(name);
  if (alias === undefined)
    throw notFound(
      `Cannot find alias arn: ${functionArn(cloud, { name: record.name, qualifier: name })}`,
    );
  return toAliasConfiguration(cloud, record, alias);
};

const listAliases = (
  { cloud, store }: LambdaContext,
  request: ListAliasesRequest,
): ListAliasesResponse => {
  const record = findFunction(cloud, store, request.FunctionName);
  const all = [...record.aliases.values()]
    .filter(({ version }) => [undefined, version].includes(request.FunctionVersion))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const limit = pageLimit(request.MaxItems);
  const page = pageOf(all, { token: request.Marker, limit, refuseToken: invalidMarker });
  return {
    Aliases: page.items.map((alias) => toAliasConfiguration(cloud, record, alias)),
    NextMarker: page.nextToken,
  };
};

export const aliasOperations = (context: LambdaContext) => {
  const resources = ({ FunctionName }: { FunctionName: string | undefined }): readonly string[] =>
    unqualifiedResources(context.cloud, FunctionName);
  return {
    CreateAlias: operation<CreateAliasRequest, AliasConfiguration>({
      resources,
      run: (request) => {
        const alias = createAlias(context, request);
        const record = findFunction(context.cloud, context.store, request.FunctionName);
        return toAliasConfiguration(context.cloud, record, alias);
      },
    }),
    GetAlias: operation<GetAliasRequest, AliasConfiguration>({
      resources,
      run: (request) => getAlias(context, request),
    }),
    UpdateAlias: operation<UpdateAliasRequest, AliasConfiguration>({
      resources,
      run: (request) => updateAlias(context, request),
    }),
    /** Assumed: deleting an alias that is not there succeeds (the page names no such error), and what hung on it goes with it. */
    DeleteAlias: operation<DeleteAliasRequest, void>({
      resources,
      run: ({ FunctionName, Name }) => {
        const record = findFunction(context.cloud, context.store, FunctionName);
        const name = Name ?? '';
        if (!record.aliases.delete(name)) return;
        for (const part of [record.policies, record.asyncConfigs, record.urls]) part.delete(name);
      },
    }),
    ListAliases: operation<ListAliasesRequest, ListAliasesResponse>({
      resources,
      run: (request) => listAliases(context, request),
    }),
  };
};
