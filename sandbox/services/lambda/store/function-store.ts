import type { Cloud } from '../../../service';
import { conflict, functionNotFound } from '../errors';
import { functionArn, parseFunctionName, type FunctionName } from '../names';
import { type Alias, type FunctionRecord, type FunctionVersion, LATEST } from './function-record';

/** The account's functions. */
export interface FunctionStore {
  /** In the order of their names. */
  all(): readonly FunctionRecord[];
  find(name: string): FunctionRecord | undefined;
  /** Throws ResourceNotFoundException. */
  get(name: string): FunctionRecord;
  /** Throws ResourceConflictException where the name is taken. */
  add(name: string, latest: FunctionVersion): FunctionRecord;
  remove(name: string): void;
  /**
   * The number of the next version, never given twice, even after the function was deleted and made again.
   * documented (https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html)
   */
  nextVersion(name: string): string;
}

/** What a qualifier names: a version, directly or through an alias. */
export interface Qualified {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  readonly alias?: Alias;
  /** With the qualifier as it was asked for. */
  readonly arn: string;
}

export const createFunctionStore = (cloud: Pick<Cloud, 'account' | 'region'>): FunctionStore => {
  const records = new Map<string, FunctionRecord>();
  const lastVersions = new Map<string, number>();
  return {
    all: () => [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (name) => records.get(name),
    get: (name) => {
      const record = records.get(name);
      if (record === undefined) throw functionNotFound(functionArn(cloud, { name }));
      return record;
    },
    add: (name, latest) => {
      if (records.has(name)) throw conflict(`Function already exist: ${name}`);
      const record: FunctionRecord = {
        name,
        latest,
        versions: new Map(),
        aliases: new Map(),
        policies: new Map(),
        asyncConfigs: new Map(),
        urls: new Map(),
        tags: new Map(),
      };
      records.set(name, record);
      return record;
    },
    remove: (name) => {
      records.delete(name);
    },
    nextVersion: (name) => {
      const next = (lastVersions.get(name) ?? 0) + 1;
      lastVersions.set(name, next);
      return String(next);
    },
  };
};

/** Undefined where there is no such version. */
export const findVersion = (
  record: FunctionRecord,
  version: string,
): FunctionVersion | undefined =>
  version === LATEST ? record.latest : record.versions.get(version);

/** The function that a caller names, of whatever qualifier. Throws ResourceNotFoundException. */
export const findFunction = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  store: FunctionStore,
  text: string | undefined,
): FunctionRecord => store.get(parseFunctionName(cloud, text).name);

/** Throws ResourceNotFoundException for a function, version or alias that does not exist. */
export const resolveQualified = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  store: FunctionStore,
  named: FunctionName,
): Qualified => {
  const arn = functionArn(cloud, named);
  const record = store.find(named.name);
  if (record === undefined) throw functionNotFound(arn);
  const alias = named.qualifier === undefined ? undefined : record.aliases.get(named.qualifier);
  const version = findVersion(record, alias?.version ?? named.qualifier ?? LATEST);
  if (version === undefined) throw functionNotFound(arn);
  return { record, version, arn, ...(alias === undefined ? {} : { alias }) };
};
