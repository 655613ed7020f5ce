import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { strFromU8, unzipSync } from 'fflate';

import type { ObjectsPort } from '../../../../service';
import { parseServerAppSpec, type ServerAppSpec } from './app-spec';

/** What a revision holds, as far as the sandbox looks into it. */
export interface Bundles {
  /** An archive of which all that matters is its AppSpec: goes before one that lies in S3 under the same key. */
  put(location: { readonly bucket: string; readonly key: string }, appSpec: string): void;
  read(revision: RevisionLocation): { readonly spec: ServerAppSpec } | { readonly fault: string };
}

/** What S3 answers for a key that it does not have; that the agent passes it on so is assumed, as are the other words. */
const MISSING = 'The specified key does not exist.';
const NO_APP_SPEC =
  'The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "appspec.yml".';

const appSpecIn = (archive: Uint8Array, type: string | undefined): string | { fault: string } => {
  if (type !== undefined && type !== 'zip')
    return { fault: `The sandbox does not unpack a bundle of the type ${type}.` };
  try {
    const found = unzipSync(archive, { filter: ({ name }) => /^appspec\.ya?ml$/.test(name) });
    const [content] = Object.values(found);
    return content === undefined ? { fault: NO_APP_SPEC } : strFromU8(content);
  } catch {
    return { fault: 'The bundle is not a zip archive.' };
  }
};

/**
 * An archive is the AppSpec that a test or a story has put here, or a zip in S3, from which the AppSpec is taken. Hosts
 * have no instance profile: nobody asks whether they may read it. An AppSpec in the request itself is taken too, for
 * convenience; on AWS only Lambda and ECS take it (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RevisionLocation.html).
 */
export const createBundles = (objects: () => ObjectsPort | undefined): Bundles => {
  const appSpecs = new Map<string, string>();
  const contentOf = ({
    s3Location,
    appSpecContent,
    string,
  }: RevisionLocation): string | { readonly fault: string } | undefined => {
    if (s3Location === undefined) return appSpecContent?.content ?? string?.content;
    const { bucket = '', key = '', bundleType } = s3Location;
    const put = appSpecs.get(`${bucket}/${key}`);
    if (put !== undefined) return put;
    const archive = objects()?.read(bucket, key);
    return archive && appSpecIn(archive, bundleType);
  };
  return {
    put: ({ bucket, key }, appSpec) => void appSpecs.set(`${bucket}/${key}`, appSpec),
    read: (revision) => {
      const content = contentOf(revision) ?? { fault: MISSING };
      return typeof content === 'string' ? parseServerAppSpec(content) : content;
    },
  };
};
