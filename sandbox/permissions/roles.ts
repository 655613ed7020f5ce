import { AwsError } from '../service';
import { findManagedPolicy } from './managed-policies';
import { parsePolicy, type Statement } from './policy';

export interface RoleDefinition {
  readonly roleName: string;
  /** Starts and ends with a slash; the default is `/`. */
  readonly path?: string;
  readonly trustPolicy: unknown;
  readonly inlinePolicies: readonly { readonly name: string; readonly document: unknown }[];
  readonly managedPolicyArns: readonly string[];
}

export interface Role {
  readonly roleName: string;
  readonly arn: string;
  readonly trust: readonly Statement[];
  /** Everything that is attached, inline and managed. */
  statements(): readonly Statement[];
}

export interface RoleBook {
  /** Throws EntityAlreadyExists, MalformedPolicyDocument, NoSuchEntity. */
  register(definition: RoleDefinition): Role;
  /** Adds or replaces an inline policy. Throws NoSuchEntity, MalformedPolicyDocument. */
  putPolicy(roleName: string, policyName: string, document: unknown): void;
  findByArn(roleArn: string): Role | undefined;
}

const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);

const managed = (policyArn: string): readonly Statement[] => {
  const statements = findManagedPolicy(policyArn);
  if (statements === undefined)
    throw noSuchEntity(
      `Policy ${policyArn} does not exist or is not attachable. (The sandbox knows few of AWS's own policies.)`,
    );
  return statements;
};

/** Each role by its name, which is unique in an account whatever its path. */
export const createRoleBook = (account: string): RoleBook => {
  const roles = new Map<string, Role & { readonly inline: Map<string, readonly Statement[]> }>();
  return {
    register: ({ roleName, path = '/', trustPolicy, inlinePolicies, managedPolicyArns }) => {
      if (roles.has(roleName))
        throw new AwsError(
          'EntityAlreadyExists',
          `Role with name ${roleName} already exists.`,
          409,
        );
      const inline = new Map(
        inlinePolicies.map(({ name, document }) => [name, parsePolicy(document)]),
      );
      const attached = managedPolicyArns.flatMap(managed);
      const role = {
        roleName,
        arn: `arn:aws:iam::${account}:role${path}${roleName}`,
        trust: parsePolicy(trustPolicy),
        inline,
        statements: () => [...attached, ...[...inline.values()].flat()],
      };
      roles.set(roleName, role);
      return role;
    },
    putPolicy: (roleName, policyName, document) => {
      const role = roles.get(roleName);
      if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
      role.inline.set(policyName, parsePolicy(document));
    },
    findByArn: (roleArn) => [...roles.values()].find(({ arn }) => arn === roleArn),
  };
};
