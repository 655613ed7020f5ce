import * as z from 'zod/mini';
import type { Cloud, ResourceHandler, Service } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { createFindOperations } from './find-parameters';
import type { ParameterBook } from './parameter-book';
import { createParameterBook } from './parameter-book';
import { createParameterOperations } from './parameter-operations';
import { invalid, putParameter } from './put-parameter';

export interface ParametersPort {
  /** The latest value, secret or not; undefined where there is no such parameter. */
  valueOf(name: string): string | undefined;
  /** Creates or overwrites. */
  put(name: string, value: string, type?: 'String' | 'StringList' | 'SecureString'): void;
}

/** Parameter Store: the part of Systems Manager that keeps parameters. Labels, tags and policies are not here. */
export const createParameters = (cloud: Cloud): { service: Service; port: ParametersPort } => {
  const book = createParameterBook(cloud);
  return {
    service: {
      signingName: 'ssm',
      iamPrefix: 'ssm',
      loadModel: () => import('@aws-sdk/client-ssm'),
      operations: { ...createParameterOperations(cloud, book), ...createFindOperations(book) },
      resources: { 'AWS::SSM::Parameter': parameterResource(cloud, book) },
    },
    port: {
      valueOf: (name) => book.find(name)?.value,
      put: (name, value, type = 'String') => {
        const input = { Name: name, Value: value, Type: type, Overwrite: true };
        putParameter(cloud, book, { input, by: 'sandbox' });
      },
    },
  };
};

const ParameterProperties = z.object({
  Name: z.optional(z.string()),
  Type: z.enum(['String', 'StringList', 'SecureString']),
  Value: z.coerce.string(),
  Description: z.optional(z.string()),
  AllowedPattern: z.optional(z.string()),
  Tier: z.optional(z.enum(['Standard', 'Advanced', 'Intelligent-Tiering'])),
  DataType: z.optional(z.string()),
});

/** CloudFormation cannot create a SecureString (documented in the resource's page). `Ref` is the name. */
const parameterResource = (cloud: Cloud, book: ParameterBook): ResourceHandler => ({
  create: (resource) => {
    const properties = parseProperties(ParameterProperties, resource);
    if (properties.Type === 'SecureString')
      return invalid(
        `Resource ${resource.logicalId}: CloudFormation cannot create a SecureString parameter.`,
      );
    const Name = properties.Name ?? `CFN-${generatedName(resource.logicalId, cloud.random)}`;
    const { name, type, value } = putParameter(cloud, book, {
      input: { ...properties, Name },
      by: 'cloudformation.amazonaws.com',
    });
    return { ref: name, attributes: { Type: type, Value: value } };
  },
});
