import { AwsError, type Cloud } from '../../../service';
import type { Command, Invocation, StepRun } from './command';

interface OnHost {
  readonly command: Command;
  readonly invocation: Pick<Invocation, 'instanceId'>;
}

/**
 * Where a step's files lie, below the prefix that the command has: those of a document of schema 1.2 by its plugin,
 * others by the step's name. Known from paths that many have written down, as
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandPlugin.html has only their beginning:
 * documented; the rest is assumed.
 */
export const outputFolder = ({ command, invocation }: OnHost): string | undefined => {
  const { OutputS3BucketName: bucket, OutputS3KeyPrefix: prefix = '' } = command.input;
  if (bucket === undefined || bucket === '') return undefined;
  const below = `${command.id}/${invocation.instanceId}/awsrunShellScript`;
  return prefix === '' ? below : `${prefix.replace(/\/$/, '')}/${below}`;
};

const keyOf = (at: OnHost, step: StepRun, name: 'stdout' | 'stderr'): string | undefined => {
  const folder = outputFolder(at);
  const { schemaVersion } = at.command.document;
  const plugin = schemaVersion === '1.2' ? '0.awsrunShellScript' : step.ready.step.name;
  return folder && `${folder}/${plugin}/${name}`;
};

/** The address in GetCommandInvocation; empty where the command has no bucket (documented: API_GetCommandInvocation). */
export const outputUrl = (
  { region }: Pick<Cloud, 'region'>,
  at: OnHost,
  { step, name }: { readonly step: StepRun; readonly name: 'stdout' | 'stderr' },
): string => {
  const key = keyOf(at, step, name);
  const { OutputS3BucketName: bucket, OutputS3Region: bucketRegion } = at.command.input;
  return key === undefined
    ? ''
    : `https://s3.${bucketRegion ?? region}.amazonaws.com/${bucket}/${key}`;
};

/**
 * What the agent does once a step has ended: it stores what was written, whole, and of the two files only what is not
 * empty. A bucket that is not there changes nothing for the command. Hosts here have no instance profile, so that
 * nobody asks whether it may write there.
 */
export const storeOutput = (
  { journal, ports }: Pick<Cloud, 'journal' | 'ports'>,
  at: OnHost,
  step: StepRun,
): void => {
  const { OutputS3BucketName: bucket = '' } = at.command.input;
  for (const name of ['stdout', 'stderr'] as const) {
    const key = keyOf(at, step, name);
    if (key === undefined || step[name] === '') continue;
    try {
      ports.objects?.put(bucket, key, Buffer.from(step[name]));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const what = `${name} was not stored in ${bucket}: ${error.message}`;
      journal.record({ kind: 'host', instanceId: at.invocation.instanceId, what });
    }
  }
};
