import * as z from 'zod/mini';
import { AwsError, type CreatedResource, type ResourceHandler } from '../service';
import { referencesOf, resolveValue, TemplateError, type TemplateScope } from './intrinsics';

const Resource = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  DependsOn: z.optional(z.union([z.string(), z.array(z.string())])),
});
const Template = z.object({
  Resources: z.record(z.string(), Resource),
  Outputs: z._default(z.record(z.string(), z.object({ Value: z.unknown() })), {}),
});
type Resource = z.infer<typeof Resource>;

export interface Stack {
  readonly resources: ReadonlyMap<string, CreatedResource & { readonly type: string }>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface LoadingOptions {
  /** The packaged template, as JSON gives it. */
  readonly template: unknown;
  readonly handlers: Readonly<Record<string, ResourceHandler>>;
  /** `AWS::AccountId`, `AWS::Region` … */
  readonly pseudoParameters: Readonly<Record<string, string>>;
}

/**
 * Creates every resource of a packaged CloudFormation template, each after those that it refers to. A type that no
 * service creates is an error, not a gap: throws TemplateError.
 */
export const loadTemplate = async (options: LoadingOptions): Promise<Stack> => {
  const parsed = Template.safeParse(options.template);
  if (!parsed.success)
    throw new TemplateError(`The template has no readable Resources: ${parsed.error.message}`);
  const { Resources, Outputs } = parsed.data;
  const created = new Map<string, CreatedResource & { readonly type: string }>();
  const scope: TemplateScope = { values: options.pseudoParameters, created };
  for (const logicalId of inOrder(Resources)) {
    const resource = Resources[logicalId];
    if (resource === undefined) continue;
    created.set(logicalId, {
      type: resource.Type,
      ...(await createResource(logicalId, resource, scope, options.handlers)),
    });
  }
  return {
    resources: created,
    outputs: Object.fromEntries(
      Object.entries(Outputs).map(([name, { Value }]) => [name, resolveValue(Value, scope)]),
    ),
  };
};

const createResource = async (
  logicalId: string,
  resource: Resource,
  scope: TemplateScope,
  handlers: LoadingOptions['handlers'],
): Promise<CreatedResource> => {
  const handler = handlers[resource.Type];
  if (handler === undefined)
    throw new TemplateError(`The sandbox cannot create ${logicalId}: it has no ${resource.Type}.`);
  try {
    const properties = z
      .record(z.string(), z.unknown())
      .parse(resolveValue(resource.Properties, scope));
    return await handler.create({ logicalId, properties });
  } catch (thrown) {
    if (!(thrown instanceof AwsError) && !(thrown instanceof TemplateError)) throw thrown;
    throw new TemplateError(`${logicalId} (${resource.Type}): ${thrown.message}`, {
      cause: thrown,
    });
  }
};

/** Logical ids, each after what it refers to. Throws TemplateError for a circle. */
const inOrder = (resources: Readonly<Record<string, Resource>>): readonly string[] => {
  const done = new Set<string>();
  const underWay = new Set<string>();
  const visit = (logicalId: string): void => {
    const resource = resources[logicalId];
    if (resource === undefined || done.has(logicalId)) return;
    if (underWay.has(logicalId))
      throw new TemplateError(`The resources refer to each other in a circle: ${logicalId}.`);
    underWay.add(logicalId);
    const named = resource.DependsOn ?? [];
    for (const other of typeof named === 'string' ? [named] : named) visit(other);
    for (const other of referencesOf(resource.Properties)) visit(other);
    underWay.delete(logicalId);
    done.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId);
  return [...done];
};
