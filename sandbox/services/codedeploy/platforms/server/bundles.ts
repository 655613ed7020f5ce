import type { RevisionLocation } from '@aws-sdk/client-codedeploy';

import { parseServerAppSpec, type ServerAppSpec } from './app-spec';

/** What a revision holds, as far as the sandbox looks into it. */
export interface Bundles {
  /** An archive in S3: all that is known of it is its AppSpec. Replaces what was there under the same key. */
  put(location: { readonly bucket: string; readonly key: string }, appSpec: string): void;
  read(revision: RevisionLocation): { readonly spec: ServerAppSpec } | { readonly fault: string };
}

/**
 * The sandbox has no S3: an archive is there once a test or a story has put its AppSpec here. An AppSpec in the request
 * itself is taken too, for convenience; on AWS only Lambda and ECS take it (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RevisionLocation.html).
 */
export const createBundles = (): Bundles => {
  const appSpecs = new Map<string, string>();
  return {
    put: ({ bucket, key }, appSpec) => void appSpecs.set(`${bucket}/${key}`, appSpec),
    read: ({ s3Location, appSpecContent, string }) => {
      const content =
        s3Location === undefined
          ? (appSpecContent?.content ?? string?.content)
          : appSpecs.get(`${s3Location.bucket}/${s3Location.key}`);
      // What S3 answers for a key that it does not have; that the agent passes it on so is assumed.
      return content === undefined
        ? { fault: 'The specified key does not exist.' }
        : parseServerAppSpec(content);
    },
  };
};
