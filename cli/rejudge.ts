import { access, writeFile } from 'node:fs/promises';
import type { Policy } from '../domain/releases/policy';
import { readPolicyFiles } from './policy-files';
import { print, tell } from './print';
import {
  readLedgerRecording,
  readRecordingFile,
  type LedgerOptions,
} from './rejudge/read-recording';
import { withoutSecrets } from './rejudge/recording';
import { toReport, toReportLines } from './rejudge/rejudge-report';
import { UsageError } from './usage-error';

/**
 * `slipway rejudge RELEASE`: judges a recorded release again, from a file or from the ledger, and says whether each
 * verdict is the same. Exit code 1 where one is not. Throws UsageError for bad input.
 */
export const rejudgeRelease = async (
  release: string,
  options: LedgerOptions & {
    readonly save?: string;
    readonly policy?: string;
    readonly json?: boolean;
  },
): Promise<void> => {
  const policy = options.policy === undefined ? undefined : await readPolicy(options.policy);
  const isFile = /[./\\]/.test(release) || (await isThere(release));
  const recording = isFile
    ? await readRecordingFile(release)
    : await readLedgerRecording(release, options);
  if (options.save !== undefined) await save(options.save, withoutSecrets(recording));
  const report = toReport(recording, policy);
  if (options.json === true) print(JSON.stringify(report));
  else toReportLines(report).forEach(print);
  if (!report.same) process.exitCode = 1;
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const save = async (path: string, recording: object): Promise<void> => {
  await writeFile(path, `${JSON.stringify(recording, undefined, 2)}\n`).catch((cause: unknown) => {
    throw new UsageError(`The recording cannot be written to ${path}.`, { cause });
  });
  tell(`The recording is in ${path}.`);
};

const readPolicy = async (path: string): Promise<Policy> => {
  const [file] = await readPolicyFiles([path]);
  const first = file?.findings[0];
  if (file?.policy === undefined)
    throw new UsageError(
      `${path} is not a policy${first === undefined ? '' : `: ${first.where} ${first.message}`} See \`slipway policy check ${path}\`.`,
    );
  return file.policy;
};
