import * as z from 'zod/mini';
import type { Cloud, Service } from '../service';
import { generatedName, parseProperties } from './template-properties';

const BucketProperties = z.object({ BucketName: z.optional(z.string()) });
const BucketPolicyProperties = z.object({
  Bucket: z.string(),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/**
 * S3, as far as a packaged template needs it: the deployment bucket and its policy exist by name, and there is
 * nothing to call. Function code is read from the package itself.
 */
export const createS3 = (cloud: Cloud): { service: Service } => ({
  service: {
    signingName: 's3',
    iamPrefix: 's3',
    loadModel: async () => ({}),
    operations: {},
    resources: {
      'AWS::S3::Bucket': {
        create: (resource) => {
          const { BucketName } = parseProperties(BucketProperties, resource);
          const name = BucketName ?? generatedName(resource.logicalId, cloud.random).toLowerCase();
          return {
            ref: name,
            attributes: {
              Arn: `arn:aws:s3:::${name}`,
              DomainName: `${name}.s3.amazonaws.com`,
              RegionalDomainName: `${name}.s3.${cloud.region}.amazonaws.com`,
            },
          };
        },
      },
      'AWS::S3::BucketPolicy': {
        create: (resource) => ({
          ref: parseProperties(BucketPolicyProperties, resource).Bucket,
          attributes: {},
        }),
      },
    },
  },
});
