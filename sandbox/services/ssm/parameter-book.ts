import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import type { Cloud } from '../../service';
import { AwsError } from '../../service';

/** One version of a parameter. */
export interface ParameterVersion {
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly keyId?: string;
  readonly modifiedEpochMs: number;
  readonly modifiedBy: string;
}

/** A parameter as a caller wrote it: a name or an ARN, with `:version` where one version is meant. */
export interface Selection {
  readonly parameter: ParameterVersion;
  /** `:3`, as the answer gives it back. */
  readonly selector?: string;
}

export interface ParameterBook {
  /** The latest version. */
  find(name: string): ParameterVersion | undefined;
  /** Throws ParameterNotFound or ParameterVersionNotFound. */
  select(nameOrArn: string | undefined): Selection;
  /** Oldest first. Throws ParameterNotFound. */
  history(name: string): readonly ParameterVersion[];
  /** Latest versions, by name. */
  all(): readonly ParameterVersion[];
  add(version: ParameterVersion): void;
  /** False where there is none. */
  remove(name: string): boolean;
  /** `arn:aws:ssm:REGION:ACCOUNT:parameter/path`: one slash, whether or not the name begins with one. */
  arnOf(nameOrArn: string | undefined): string;
}

/** Documented: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const VERSIONS_KEPT = 100;

export const createParameterBook = ({ region, account }: Cloud): ParameterBook => {
  const versions = new Map<string, readonly ParameterVersion[]>();
  const root = `arn:aws:ssm:${region}:${account}:parameter`;
  const find = (name: string): ParameterVersion | undefined => versions.get(name)?.at(-1);
  // An ARN does not tell whether the name began with a slash.
  const nameOf = (nameOrArn: string): string => {
    if (!nameOrArn.startsWith(`${root}/`)) return nameOrArn;
    const path = nameOrArn.slice(root.length);
    return versions.has(path) ? path : path.slice(1);
  };
  const select: ParameterBook['select'] = (nameOrArn = '') => {
    const inArn = nameOrArn.startsWith('arn:') ? nameOrArn.slice(root.length) : nameOrArn;
    const selector = /:([^:/]+)$/.exec(inArn)?.[1];
    const bare = selector === undefined ? nameOrArn : nameOrArn.slice(0, -selector.length - 1);
    const latest = find(nameOf(bare)) ?? notFound();
    if (selector === undefined) return { parameter: latest };
    const version = versions.get(latest.name)?.find((one) => String(one.version) === selector);
    if (version === undefined)
      throw new AwsError(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${selector} of ${latest.name}. Verify the version and try again.`,
      );
    return { parameter: version, selector: `:${selector}` };
  };
  return {
    find,
    select,
    history: (name) => versions.get(nameOf(name)) ?? notFound(),
    all: () =>
      [...versions.keys()].sort().flatMap((name) => {
        const latest = find(name);
        return latest === undefined ? [] : [latest];
      }),
    add: (version) => {
      const kept = [...(versions.get(version.name) ?? []), version].slice(-VERSIONS_KEPT);
      versions.set(version.name, kept);
    },
    remove: (name) => versions.delete(nameOf(name)),
    arnOf: (nameOrArn = '') => {
      const bare = nameOrArn.replace(/(parameter\/[^:]*|^[^:]*):[^:/]+$/, '$1');
      if (bare.startsWith('arn:')) return bare;
      return `${root}${bare.startsWith('/') ? '' : '/'}${bare}`;
    },
  };
};

/** AWS sends no words with this error (assumed from what its clients print). */
export const notFound = (): never => {
  throw new AwsError('ParameterNotFound', '');
};
