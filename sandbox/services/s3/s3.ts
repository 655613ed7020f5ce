import type { Identity } from '../../permissions/identity';
import type { Cloud, ObjectsPort, Service } from '../../service';
import { bucketArn, createBucketBook } from './bucket-book';
import { checkBody } from './checksums';
import { bucketOperations } from './operations/buckets';
import { copyOperations } from './operations/copy-object';
import { deleteOperations } from './operations/delete-objects';
import { readOperations } from './operations/get-object';
import { listOperations } from './operations/list-objects';
import { multipartOperations } from './operations/multipart';
import { policyOperations } from './operations/policies';
import { putOperations } from './operations/put-object';
import { uploadListOperations } from './operations/upload-lists';
import type { S3Parts } from './parts';
import { toSettings } from './settings';
import { storeObject } from './store-object';
import { templateResources } from './template';

const createPort = (parts: S3Parts): ObjectsPort => ({
  hasBucket: (bucket) => parts.book.find(bucket) !== undefined,
  read: (bucket, key) => parts.book.find(bucket)?.objects.get(key)?.body,
  put: (bucket, key, body) => {
    const checksum = checkBody(body, {});
    const settings = toSettings({});
    storeObject(parts, parts.book.get(bucket), { key, body, settings, checksum });
  },
});

/**
 * S3: buckets of general purpose, whole objects and parts, in memory. What AWS has and this has not: versions, tags,
 * access points, notifications, website hosting, encryption with other keys than S3's own, callers without a signature.
 */
export const createS3 = (
  cloud: Cloud,
  { authorise }: Pick<Identity, 'authorise'>,
): { readonly service: Service; readonly port: ObjectsPort } => {
  const book = createBucketBook(cloud);
  const parts: S3Parts = { cloud, book, authorise };
  return {
    service: {
      signingName: 's3',
      iamPrefix: 's3',
      loadModel: () => import('@aws-sdk/client-s3'),
      speaksXml: true,
      operations: {
        ...bucketOperations(parts),
        ...policyOperations(parts),
        ...putOperations(parts),
        ...readOperations(parts),
        ...deleteOperations(parts),
        ...copyOperations(parts),
        ...listOperations(parts),
        ...multipartOperations(parts),
        ...uploadListOperations(parts),
      },
      resources: templateResources(parts),
      policyOf: (arn) => book.find(arn.slice(bucketArn('').length).split('/')[0] ?? '')?.policy,
    },
    port: createPort(parts),
  };
};
