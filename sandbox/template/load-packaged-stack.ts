import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import type { CreatedResource, ObjectsPort, ResourceHandler } from '../service';
import { loadTemplate, type Stack } from './load-template';

const TEMPLATE = 'cloudformation-template-update-stack.json';

export interface PackagedStack {
  /** Where `npm run package` left the template and the functions' zips. */
  readonly packageFolder: string;
  readonly handlers: Readonly<Record<string, ResourceHandler>>;
  readonly objects: ObjectsPort;
  readonly account: string;
  readonly region: string;
}

const Packaged = z.object({
  Code: z.object({ S3Bucket: z.object({ Ref: z.string() }), S3Key: z.string() }),
});
const Resources = z.object({
  Resources: z.record(z.string(), z.object({ Properties: z.optional(z.unknown()) })),
});

/** The keys under which functions expect their packages in the bucket of that name in the template. */
const keysIn = (template: unknown, bucketId: string): readonly string[] =>
  Object.values(Resources.safeParse(template).data?.Resources ?? {}).flatMap(({ Properties }) => {
    const code = Packaged.safeParse(Properties).data?.Code;
    return code?.S3Bucket.Ref === bucketId ? [code.S3Key] : [];
  });

/** A bucket that functions come from holds them before any of them is made, as a deployment uploads them first. */
const withPackages = (
  handler: ResourceHandler | undefined,
  { packageFolder, objects }: PackagedStack,
  template: unknown,
): ResourceHandler => ({
  create: async (resource): Promise<CreatedResource> => {
    if (handler === undefined) throw new Error('No service makes buckets.');
    const created = await handler.create(resource);
    for (const key of keysIn(template, resource.logicalId)) {
      const zip = await readFile(join(packageFolder, basename(key))).catch(() => undefined);
      if (zip !== undefined) objects.put(created.ref, key, zip);
    }
    return created;
  },
});

/** Creates what the package's template names, with the package's own bundles. Throws as `loadTemplate` does. */
export const loadPackagedStack = async (packaged: PackagedStack): Promise<Stack> => {
  const { packageFolder, handlers, account, region } = packaged;
  const template: unknown = JSON.parse(await readFile(join(packageFolder, TEMPLATE), 'utf8'));
  const type = 'AWS::S3::Bucket';
  return loadTemplate({
    template,
    handlers: { ...handlers, [type]: withPackages(handlers[type], packaged, template) },
    pseudoParameters: {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::StackName': 'slipway-dev',
      'AWS::URLSuffix': 'amazonaws.com',
    },
  });
};
