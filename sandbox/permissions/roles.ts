import { AwsError, type Cloud } from '../service';
import type { Statement } from './policy';
import type { PolicyBook } from './policy-book';
import { parseIdentityPolicy, parseTrustPolicy } from './policy-kinds';

export interface RoleDefinition {
  readonly roleName: string;
  /** Starts and ends with a slash; the default is `/`. */
  readonly path?: string;
  /** As JSON text, or as a template holds it. */
  readonly trustPolicy: unknown;
  readonly inlinePolicies: readonly { readonly name: string; readonly document: unknown }[];
  readonly managedPolicyArns: readonly string[];
  readonly details?: RoleDetails;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a role carries that decides nothing. */
export interface RoleDetails {
  readonly description?: string;
  readonly maxSessionSec?: number;
}

export interface Role {
  readonly roleName: string;
  readonly arn: string;
  readonly path: string;
  /** e.g. `AROA…`: never the same again for a role that was deleted and made anew. */
  readonly roleId: string;
  readonly createdEpochMs: number;
  readonly trust: readonly Statement[];
  /** As JSON text. */
  readonly trustDocument: string;
  readonly details: RoleDetails;
  readonly tags: ReadonlyMap<string, string>;
  /** Name to JSON text, in the order in which they were put. */
  readonly inlinePolicies: ReadonlyMap<string, string>;
  readonly attachedPolicyArns: readonly string[];
  /** Everything that is attached, inline and managed. */
  statements(): readonly Statement[];
}

/** The one book of the account's roles, whoever made them. Every name that is not there throws NoSuchEntity. */
export interface RoleBook {
  /** Throws EntityAlreadyExists, MalformedPolicyDocument, NoSuchEntity for a policy that cannot be attached. */
  register(definition: RoleDefinition): Role;
  find(roleName: string): Role | undefined;
  get(roleName: string): Role;
  findByArn(roleArn: string): Role | undefined;
  /** By name. */
  all(): readonly Role[];
  remove(roleName: string): void;
  setTrust(roleName: string, document: unknown): void;
  setDetails(roleName: string, details: RoleDetails): void;
  setTags(roleName: string, tags: ReadonlyMap<string, string>): void;
  /** Adds or replaces an inline policy. Throws MalformedPolicyDocument. */
  putPolicy(roleName: string, policyName: string, document: unknown): void;
  removePolicy(roleName: string, policyName: string): void;
  /** Again changes nothing. Throws NoSuchEntity for a policy that cannot be attached. */
  attach(roleName: string, policyArn: string): void;
  detach(roleName: string, policyArn: string): void;
}

interface InlinePolicy {
  readonly text: string;
  readonly statements: readonly Statement[];
}
interface StoredRole {
  readonly fixed: Pick<Role, 'roleName' | 'arn' | 'path' | 'roleId' | 'createdEpochMs'>;
  trust: InlinePolicy;
  details: RoleDetails;
  tags: ReadonlyMap<string, string>;
  readonly inline: Map<string, InlinePolicy>;
  readonly attached: Set<string>;
  /** As others see it, from the last change on. */
  view?: Role;
}

const toText = (document: unknown): string =>
  typeof document === 'string' ? document : JSON.stringify(document);
const toInline = (document: unknown): InlinePolicy => ({
  text: toText(document),
  statements: parseIdentityPolicy(document),
});
const toTrust = (document: unknown): InlinePolicy => ({
  text: toText(document),
  statements: parseTrustPolicy(document),
});

export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, 404);

const requireAttachable = (policies: PolicyBook, policyArn: string): string => {
  if (policies.find(policyArn) === undefined)
    throw noSuchEntity(
      `Policy ${policyArn} does not exist or is not attachable. (The sandbox knows few of AWS's own policies.)`,
    );
  return policyArn;
};

const viewOf = (policies: PolicyBook, role: StoredRole): Role => {
  const { fixed, trust, details, tags, inline, attached } = role;
  return {
    ...fixed,
    trust: trust.statements,
    trustDocument: trust.text,
    details,
    tags,
    inlinePolicies: new Map([...inline].map(([name, { text }]) => [name, text])),
    attachedPolicyArns: [...attached],
    statements: () => [
      ...[...attached].flatMap((arn) => policies.find(arn)?.statements ?? []),
      ...[...inline.values()].flatMap(({ statements }) => statements),
    ],
  };
};

/** Each role by its name, which is unique in an account whatever its path. */
export const createRoleBook = (
  { account, random, clock }: Pick<Cloud, 'account' | 'random' | 'clock'>,
  policies: PolicyBook,
): RoleBook => {
  const roles = new Map<string, StoredRole>();
  const toView = (role: StoredRole): Role => (role.view ??= viewOf(policies, role));
  const stored = (roleName: string): StoredRole => {
    const role = roles.get(roleName);
    if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
    return role;
  };
  const change = (roleName: string, by: (role: StoredRole) => void): void => {
    const role = stored(roleName);
    by(role);
    role.view = undefined;
  };
  const find: RoleBook['find'] = (roleName) => {
    const role = roles.get(roleName);
    return role && toView(role);
  };
  const register: RoleBook['register'] = (definition) => {
    const { roleName, path = '/', trustPolicy, inlinePolicies, managedPolicyArns } = definition;
    if (roles.has(roleName))
      throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409);
    const role: StoredRole = {
      trust: toTrust(trustPolicy),
      inline: new Map(inlinePolicies.map(({ name, document }) => [name, toInline(document)])),
      attached: new Set(managedPolicyArns.map((arn) => requireAttachable(policies, arn))),
      details: definition.details ?? {},
      tags: new Map(Object.entries(definition.tags ?? {})),
      fixed: {
        roleName,
        arn: `arn:aws:iam::${account}:role${path}${roleName}`,
        path,
        roleId: `AROA${random.text(17)}`,
        createdEpochMs: clock.nowEpochMs(),
      },
    };
    roles.set(roleName, role);
    return toView(role);
  };
  return {
    register,
    find,
    get: (roleName) => toView(stored(roleName)),
    findByArn: (roleArn) => {
      const role = find(roleArn.slice(roleArn.lastIndexOf('/') + 1));
      return role?.arn === roleArn ? role : undefined;
    },
    all: () =>
      [...roles.values()]
        .map(toView)
        .sort((left, right) => (left.roleName < right.roleName ? -1 : 1)),
    remove: (roleName) => {
      stored(roleName);
      roles.delete(roleName);
    },
    setTrust: (roleName, document) => change(roleName, (role) => (role.trust = toTrust(document))),
    setDetails: (roleName, details) => change(roleName, (role) => (role.details = details)),
    setTags: (roleName, tags) => change(roleName, (role) => (role.tags = tags)),
    putPolicy: (roleName, policyName, document) =>
      change(roleName, ({ inline }) => inline.set(policyName, toInline(document))),
    removePolicy: (roleName, policyName) =>
      change(roleName, ({ inline }) => {
        if (!inline.delete(policyName))
          throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
      }),
    attach: (roleName, policyArn) =>
      change(roleName, ({ attached }) => attached.add(requireAttachable(policies, policyArn))),
    detach: (roleName, policyArn) =>
      change(roleName, ({ attached }) => {
        if (!attached.delete(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
      }),
  };
};
