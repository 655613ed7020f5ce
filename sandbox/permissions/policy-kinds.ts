import { AwsError } from '../service';
import { parsePolicy, type Statement } from './policy';

const refuse = (message: string): never => {
  throw new AwsError('MalformedPolicyDocument', message);
};

/** A policy of a role: it says what may be done to what, and not by whom. Words of the refusals: assumed. */
export const parseIdentityPolicy = (document: unknown): readonly Statement[] => {
  const statements = parsePolicy(document);
  if (statements.some(({ principals }) => principals !== undefined))
    refuse('Policy document should not specify a principal.');
  if (statements.some(({ namesResources }) => !namesResources))
    refuse('Policy statement must contain resources.');
  const bare = statements
    .flatMap(({ actions }) => actions.patterns)
    .find((action) => action !== '*' && !/^[^:]+:[^:]+$/.test(action));
  if (bare !== undefined)
    refuse('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  return statements;
};

/** A role's trust policy: it says who may take the role on. Words of the refusals: assumed. */
export const parseTrustPolicy = (document: unknown): readonly Statement[] => {
  const statements = parsePolicy(document);
  if (statements.some(({ principals }) => principals === undefined))
    refuse('AssumeRolepolicy must contain a principal.');
  if (statements.some(({ namesResources }) => namesResources))
    refuse('Has prohibited field Resource');
  return statements;
};
