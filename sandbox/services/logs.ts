import * as z from 'zod/mini';
import type { Cloud, Service } from '../service';
import { generatedName, parseProperties } from './template-properties';

const LogGroupProperties = z.object({
  LogGroupName: z.optional(z.string()),
  RetentionInDays: z.optional(z.coerce.number()),
});

/**
 * CloudWatch Logs, as far as a template needs it: log groups exist by name, and there is nothing to call. What
 * functions write stands in the journal.
 */
export const createLogs = (cloud: Cloud): { service: Service } => ({
  service: {
    signingName: 'logs',
    iamPrefix: 'logs',
    loadModel: async () => ({}),
    operations: {},
    resources: {
      'AWS::Logs::LogGroup': {
        create: (resource) => {
          const properties = parseProperties(LogGroupProperties, resource);
          const name = properties.LogGroupName ?? generatedName(resource.logicalId, cloud.random);
          // Documented: the attribute's ARN ends in `:*`.
          const arn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${name}:*`;
          return { ref: name, attributes: { Arn: arn } };
        },
      },
    },
  },
});
