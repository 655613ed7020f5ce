import type {
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError, operation } from '../../service';
import type { AskStore } from './store';

const refuse = (message: string): AwsError => new AwsError('ValidationException', message);

/** Time to live is told, never acted on: on AWS, too, an expired item may be there for days. */
export const createTimeToLive = (
  ask: AskStore,
  resources: (input: { readonly TableName: string | undefined }) => readonly string[],
) => {
  const attributes = new Map<string, string>();
  const operations = {
    // AWS takes up to an hour, in which it answers ENABLING; here it is done at once (assumed harmless).
    UpdateTimeToLive: operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>({
      resources,
      run: async ({ TableName = '', TimeToLiveSpecification: wanted }) => {
        await ask('DescribeTable', { TableName });
        const { Enabled = false, AttributeName = '' } = wanted ?? {};
        if (Enabled === attributes.has(TableName))
          throw refuse(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
        if (Enabled) attributes.set(TableName, AttributeName);
        else attributes.delete(TableName);
        return { TimeToLiveSpecification: { Enabled, AttributeName } };
      },
    }),
    DescribeTimeToLive: operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput>({
      resources,
      run: async ({ TableName = '' }) => {
        await ask('DescribeTable', { TableName });
        const AttributeName = attributes.get(TableName);
        return {
          TimeToLiveDescription:
            AttributeName === undefined
              ? { TimeToLiveStatus: 'DISABLED' }
              : { TimeToLiveStatus: 'ENABLED', AttributeName },
        };
      },
    }),
  };
  return {
    operations,
    /** As a template asks for it, of a table that has just been created. */
    enable: (table: string, attributeName: string): void => {
      attributes.set(table, attributeName);
    },
  };
};
