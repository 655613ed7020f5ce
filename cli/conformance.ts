import { relative } from 'node:path';
import { Command, CommanderError } from 'commander';
import { toLines, toReport } from '../sandbox/provenance/conformance/report';
import { type CheckedSet, checkAllSets } from '../sandbox/provenance/conformance/sets';
import {
  readRecordingFolder,
  type Recording,
  RECORDINGS_FOLDER,
} from '../sandbox/provenance/replay/recording-file';
import { provenanceTables } from '../sandbox/provenance/tables';
import { packageStack } from './package-stack';
import { print } from './print';
import { replayRecordings } from './replay-recordings';
import { REPOSITORY } from './repository';

const checkOwn = async (recorded: readonly Recording[]): Promise<CheckedSet> => ({
  origin: 'recordings',
  path: relative(REPOSITORY, RECORDINGS_FOLDER),
  outcomes: [await replayRecordings(await packageStack(), recorded)],
});

/** Exit code 1 where the sandbox answers one case otherwise than AWS did. */
const run = async ({ json }: { readonly json?: boolean }): Promise<void> => {
  const own = await readRecordingFolder(RECORDINGS_FOLDER);
  const report = toReport(provenanceTables, [
    ...(await checkAllSets()),
    ...(own.length === 0 ? [] : [await checkOwn(own)]),
  ]);
  // In one piece, so that a reader who has seen enough does not end it with an error.
  print(json === true ? JSON.stringify(report) : toLines(report).join('\n'));
  if (!report.ok) process.exitCode = 1;
};

new Command('conformance')
  .description('where the sandbox knows AWS from, and how it does against recordings of it')
  .option('--json', 'print the report as one line of JSON')
  .action(run)
  .exitOverride()
  .parseAsync()
  .catch((thrown: unknown) => {
    const usage = thrown instanceof CommanderError;
    if (!usage) console.error(thrown);
    process.exitCode = usage ? (thrown.exitCode === 0 ? 0 : 2) : 70;
  });
