import { AwsError, type Cloud } from '../service';
import {
  awsManagedPolicyNames,
  findManagedPolicy,
  managedPolicyDocument,
} from './managed-policies';
import type { Statement } from './policy';
import { parseIdentityPolicy } from './policy-kinds';

/** A policy that can be attached: the account's own, or one of AWS's. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  readonly policyId: string;
  readonly description?: string;
  readonly createdEpochMs: number;
  /** As JSON text. */
  readonly document: string;
  readonly statements: readonly Statement[];
  readonly owner: 'AWS' | 'account';
}

export interface NewPolicy {
  readonly name: string;
  readonly path?: string;
  readonly description?: string;
  readonly document: string;
}

export interface PolicyBook {
  find(policyArn: string): ManagedPolicy | undefined;
  /** AWS's first, each in the order of its ARN. */
  all(): readonly ManagedPolicy[];
  /** Throws EntityAlreadyExists, MalformedPolicyDocument. */
  create(policy: NewPolicy): ManagedPolicy;
  /** That nothing has it attached, the caller has made sure of. */
  remove(policyArn: string): void;
}

const AWS_PREFIX = 'arn:aws:iam::aws:policy/';
/** No policy of AWS's was made later; the true days are not known here. */
const BEFORE_EVERYTHING = Date.UTC(2015, 1, 6);

const toAwsPolicy = (name: string): ManagedPolicy => {
  const parts = name.split('/');
  const last = parts.at(-1) ?? name;
  return {
    arn: `${AWS_PREFIX}${name}`,
    name: last,
    path: parts.length === 1 ? '/' : `/${parts.slice(0, -1).join('/')}/`,
    policyId: `ANPA${last.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.slice(0, 21).padEnd(21, 'X'),
    createdEpochMs: BEFORE_EVERYTHING,
    document: managedPolicyDocument(`${AWS_PREFIX}${name}`) ?? '',
    statements: findManagedPolicy(`${AWS_PREFIX}${name}`) ?? [],
    owner: 'AWS',
  };
};

/** The policies that roles can have attached. A policy's name is unique in the account, whatever its path. */
export const createPolicyBook = ({
  account,
  random,
  clock,
}: Pick<Cloud, 'account' | 'random' | 'clock'>): PolicyBook => {
  const awsPolicies = new Map(
    awsManagedPolicyNames
      .map(toAwsPolicy)
      .sort((left, right) => (left.arn < right.arn ? -1 : 1))
      .map((policy) => [policy.arn, policy]),
  );
  const own = new Map<string, ManagedPolicy>();
  return {
    find: (policyArn) => own.get(policyArn) ?? awsPolicies.get(policyArn),
    all: () => [
      ...awsPolicies.values(),
      ...[...own.values()].sort((left, right) => (left.arn < right.arn ? -1 : 1)),
    ],
    create: ({ name, path = '/', description, document }) => {
      if ([...own.values()].some((it) => it.name === name))
        throw new AwsError(
          'EntityAlreadyExists',
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
          409,
        );
      const policy: ManagedPolicy = {
        arn: `arn:aws:iam::${account}:policy${path}${name}`,
        name,
        path,
        policyId: `ANPA${random.text(17)}`,
        ...(description === undefined ? {} : { description }),
        createdEpochMs: clock.nowEpochMs(),
        statements: parseIdentityPolicy(document),
        document,
        owner: 'account',
      };
      own.set(policy.arn, policy);
      return policy;
    },
    remove: (policyArn) => {
      own.delete(policyArn);
    },
  };
};
