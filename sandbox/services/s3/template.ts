import * as z from 'zod/mini';
import type { ResourceHandler } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { bucketArn } from './bucket-book';
import { checkBucketName } from './bucket-name';
import { notHere } from './errors';
import { putPolicy } from './operations/policies';
import type { S3Parts } from './parts';

const BucketProperties = z.object({
  BucketName: z.optional(z.string()),
  VersioningConfiguration: z.optional(z.object({ Status: z.string() })),
});
const BucketPolicyProperties = z.object({
  Bucket: z.string(),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/**
 * `Ref` is the bucket's name
 * (documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html).
 * Encryption, life cycles, notifications and what else a template may ask for have no effect here; versions are refused.
 */
export const templateResources = (parts: S3Parts): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::S3::Bucket': {
    create: (resource) => {
      const { cloud, book } = parts;
      const { BucketName, VersioningConfiguration } = parseProperties(BucketProperties, resource);
      if (VersioningConfiguration?.Status === 'Enabled') throw notHere('versions of objects in S3');
      const name = checkBucketName(
        BucketName ?? generatedName(resource.logicalId, cloud.random).toLowerCase(),
      );
      book.add(name);
      return {
        ref: name,
        attributes: {
          Arn: bucketArn(name),
          DomainName: `${name}.s3.amazonaws.com`,
          RegionalDomainName: `${name}.s3.${cloud.region}.amazonaws.com`,
          DualStackDomainName: `${name}.s3.dualstack.${cloud.region}.amazonaws.com`,
        },
      };
    },
  },
  'AWS::S3::BucketPolicy': {
    create: (resource) => {
      const { Bucket, PolicyDocument } = parseProperties(BucketPolicyProperties, resource);
      putPolicy(parts.book.get(Bucket), PolicyDocument);
      return { ref: Bucket, attributes: {} };
    },
  },
});
