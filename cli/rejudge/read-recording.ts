import { readFile } from 'node:fs/promises';
import { createDynamoDBClient } from '../../adapters/aws/clients';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { systemClock } from '../../adapters/system/clock';
import type { Releases, Validations } from '../../domain/releases/ports';
import type { ReleaseKey } from '../../domain/releases/release';
import { readCallerIdentity } from '../caller-identity';
import { toLedgerFault } from '../ledger-fault';
import { UsageError } from '../usage-error';
import { parseRecording, type RecordedGate, type Recording } from './recording';

const MOST_FAULTS = 10;

/** A recording that `slipway rejudge --save` wrote. Throws UsageError with every fault of the file. */
export const readRecordingFile = async (path: string): Promise<Recording> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The recording ${path} cannot be read. Give the path of a file.`, {
      cause,
    });
  });
  const parsed = parseRecording(parseJson(path, text));
  if ('recording' in parsed) return parsed.recording;
  const rest = parsed.faults.length - MOST_FAULTS;
  throw new UsageError(
    [
      `${path} is not a recording. \`slipway rejudge RELEASE --save FILE\` writes one; docs/rejudge.md describes it.`,
      ...parsed.faults.slice(0, MOST_FAULTS).map((fault) => `  ${fault}`),
      ...(rest > 0 ? [`  and ${rest} more.`] : []),
    ].join('\n'),
  );
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new UsageError(
      `${path} is not JSON. \`slipway rejudge RELEASE --save FILE\` writes a recording.`,
      { cause },
    );
  }
};

export interface LedgerOptions {
  readonly table?: string;
  readonly account?: string;
  readonly region?: string;
}

/** What the ledger has of a release; account and region are the caller's own where they are not given. */
export const readLedgerRecording = async (
  deploymentId: string,
  { table, account, region }: LedgerOptions,
): Promise<Recording> => {
  if (table === undefined)
    throw new UsageError(
      `${deploymentId} is no file, so the ledger is asked: name it with --table, the stack's output LedgerTable.`,
    );
  const caller =
    account === undefined || region === undefined ? await readCallerIdentity() : undefined;
  const release = {
    account: account ?? caller?.account ?? '',
    region: region ?? caller?.region ?? '',
    deploymentId,
  };
  const ledger = createLedger(createDynamoDBClient(), table, systemClock);
  return recordRelease(ledger, release).catch((cause: unknown) => {
    if (cause instanceof UsageError) throw cause;
    throw toLedgerFault('read', table, cause);
  });
};

/** Throws UsageError for a release that no verdict is known of. */
export const recordRelease = async (
  {
    releases,
    validations,
  }: { readonly releases: Pick<Releases, 'read'>; readonly validations: Pick<Validations, 'read'> },
  release: ReleaseKey,
): Promise<Recording> => {
  const record = await releases.read(release);
  const verdicts = record?.verdicts ?? [];
  if (verdicts.length === 0)
    throw new UsageError(
      `The ledger has no verdict of ${release.deploymentId} in ${release.account}, ${release.region}.`,
    );
  const gates = await Promise.all(
    verdicts.map(async (verdict): Promise<RecordedGate> => ({
      verdict,
      standing: await validations.read({ release, executionId: verdict.executionId }),
    })),
  );
  return {
    schemaVersion: 1,
    release,
    application: record?.application,
    group: record?.group,
    gates,
  };
};
