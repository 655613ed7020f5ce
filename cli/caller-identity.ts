import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UsageError } from './usage-error';

/** Who runs the command, as AWS knows them. */
export interface CallerIdentity {
  readonly account: string;
  /** e.g. `arn:aws:sts::123456789012:assumed-role/deployer/ana`. */
  readonly arn: string;
  readonly region: string;
}

/** Asks STS, which needs no permission. Throws UsageError where there are no credentials or no region. */
export const readCallerIdentity = async (): Promise<CallerIdentity> => {
  const client = new STSClient({ maxAttempts: 3 });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account ?? '', arn: Arn ?? '', region: await client.config.region() };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `AWS does not know who you are: ${why} Set credentials and a region, as for the AWS CLI.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
};
