import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Cloud } from '../../../service';
import { functionArn } from '../names';
import type { Alias, FunctionRecord, FunctionVersion } from './function-record';

/** `2031-05-06T07:08:09.000+0000`, as Lambda writes LastModified. */
export const lambdaTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('Z', '+0000');

/** `arn` is what was asked for: without qualifier, with a version's number, or with an alias. */
export const toConfiguration = (
  record: FunctionRecord,
  version: FunctionVersion,
  arn: string,
): FunctionConfiguration => {
  const { settings, code } = version;
  return {
    FunctionName: record.name,
    FunctionArn: arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.zip.length,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSec,
    MemorySize: settings.memoryMiB,
    LastModified: lambdaTime(version.modifiedEpochMs),
    Version: version.version,
    ...(Object.keys(settings.variables).length === 0
      ? {}
      : { Environment: { Variables: { ...settings.variables } } }),
    TracingConfig: { Mode: settings.tracing },
    ...(settings.deadLetterArn === undefined
      ? {}
      : { DeadLetterConfig: { TargetArn: settings.deadLetterArn } }),
    RevisionId: version.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...settings.architectures],
    EphemeralStorage: { Size: settings.ephemeralStorageMiB },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging,
    ...(settings.vpc === undefined ? {} : { VpcConfig: { ...settings.vpc, VpcId: '' } }),
    ...(settings.kmsKeyArn === undefined ? {} : { KMSKeyArn: settings.kmsKeyArn }),
  };
};

export const toAliasConfiguration = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  record: FunctionRecord,
  alias: Alias,
): AliasConfiguration => ({
  AliasArn: functionArn(cloud, { name: record.name, qualifier: alias.name }),
  Name: alias.name,
  FunctionVersion: alias.version,
  Description: alias.description,
  ...(Object.keys(alias.additional).length === 0
    ? {}
    : { RoutingConfig: { AdditionalVersionWeights: { ...alias.additional } } }),
  RevisionId: alias.revisionId,
});
