import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As much of a packaged template as edits look at. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}
interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
interface RolePolicy {
  readonly PolicyDocument: {
    readonly Statement: readonly { readonly Action: readonly string[] }[];
  };
}

export type TemplateEdit = (template: Template) => Template;

export interface EditedPackage {
  readonly folder: string;
  remove(): Promise<void>;
}

const TEMPLATE = 'cloudformation-template-update-stack.json';

/** The package in a folder of its own, its template edited; the functions' zips are those that were packaged. */
export const editPackage = async (
  packageFolder: string,
  edits: readonly TemplateEdit[],
): Promise<EditedPackage> => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-package-'));
  const packaged = JSON.parse(await readFile(join(packageFolder, TEMPLATE), 'utf8')) as Template;
  const edited = edits.reduce((template, edit) => edit(template), packaged);
  await writeFile(join(folder, TEMPLATE), JSON.stringify(edited));
  const zips = (await readdir(packageFolder)).filter((name) => name.endsWith('.zip'));
  await Promise.all(zips.map((zip) => copyFile(join(packageFolder, zip), join(folder, zip))));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Takes actions out of a role. Throws where the role has not one of them: such a test would prove nothing. */
export const withoutActions =
  (roleId: string, actions: readonly string[]): TemplateEdit =>
  (template) => {
    const role = template.Resources[roleId];
    const policies = (role?.Properties.Policies ?? []) as readonly RolePolicy[];
    const allowed = policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );
    const absent = actions.filter((action) => !allowed.includes(action));
    if (role === undefined || absent.length > 0)
      throw new Error(`The packaged template has no ${roleId} with ${absent.join(', ')}.`);
    const Policies = policies.map((policy) => ({
      ...policy,
      PolicyDocument: {
        ...policy.PolicyDocument,
        Statement: policy.PolicyDocument.Statement.map((statement) => ({
          ...statement,
          Action: statement.Action.filter((action) => !actions.includes(action)),
        })).filter(({ Action }) => Action.length > 0),
      },
    }));
    return withResource(template, roleId, {
      ...role,
      Properties: { ...role.Properties, Policies },
    });
  };

/** Adds a role for functions, as a team's own stack has one: `arn:aws:iam::123456789012:role/NAME`. */
export const withFunctionRole =
  (roleName: string, actions: readonly string[]): TemplateEdit =>
  (template) =>
    withResource(template, 'TeamRole', {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: roleName,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        },
        Policies: [
          {
            PolicyName: 'calls',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
            },
          },
        ],
      },
    });

/** Gives a function another time-out. */
export const withTimeout =
  (functionId: string, timeoutSec: number): TemplateEdit =>
  (template) => {
    const found = template.Resources[functionId];
    if (found === undefined) throw new Error(`The packaged template has no ${functionId}.`);
    const Properties = { ...found.Properties, Timeout: timeoutSec };
    return withResource(template, functionId, { ...found, Properties });
  };

/** Nobody follows what happens: for scenarios about what happens alone, which are then twice as fast. */
export const withoutRules: TemplateEdit = (template) => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).filter(([, { Type }]) => Type !== 'AWS::Events::Rule'),
  ),
});

/** Nobody sweeps: for scenarios about one function alone, and since a schedule costs an invocation a minute. */
export const withoutReconciler: TemplateEdit = (template) => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => [
      id,
      resource.Properties?.ScheduleExpression === undefined
        ? resource
        : { ...resource, Properties: { ...resource.Properties, State: 'DISABLED' } },
    ]),
  ),
});

/** Nobody tells Slack: for scenarios about the answers alone. */
export const withoutSlack: TemplateEdit = (template) => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).filter(
      ([, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping',
    ),
  ),
});

const withResource = (template: Template, id: string, resource: TemplateResource): Template => ({
  ...template,
  Resources: { ...template.Resources, [id]: resource },
});
