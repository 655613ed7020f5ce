import type {
  SendTaskFailureCommandInput,
  SendTaskHeartbeatCommandInput,
  SendTaskSuccessCommandInput,
} from '@aws-sdk/client-sfn';
import { AwsError, operation, type Service } from '../../../service';
import { exceedsPayloadLimit, tryParseJson } from '../../../step-functions/json';
import type { Parts } from './parts';

/** The token says which task it is: IAM knows no resource for these. */
const anything = () => ['*'];

export const taskOperations = ({ tokens }: Parts): Service['operations'] => ({
  SendTaskSuccess: operation({
    resources: anything,
    run: ({ taskToken = '', output = '' }: SendTaskSuccessCommandInput) => {
      const value = tryParseJson(output);
      if (value === undefined || exceedsPayloadLimit(output))
        throw new AwsError('InvalidOutput', `Invalid Output: '${output}'`);
      tokens.succeed(taskToken, value);
      return {};
    },
  }),
  SendTaskFailure: operation({
    resources: anything,
    run: ({ taskToken = '', error, cause }: SendTaskFailureCommandInput) => {
      tokens.fail(taskToken, error, cause);
      return {};
    },
  }),
  SendTaskHeartbeat: operation({
    resources: anything,
    run: ({ taskToken = '' }: SendTaskHeartbeatCommandInput) => {
      tokens.beat(taskToken);
      return {};
    },
  }),
});
