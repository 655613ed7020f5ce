import { Command, CommanderError } from 'commander';
import { toLines, toReport } from '../sandbox/provenance/conformance/report';
import { checkAllSets } from '../sandbox/provenance/conformance/sets';
import { provenanceTables } from '../sandbox/provenance/tables';
import { print } from './print';

/** Exit code 1 where the sandbox answers one case otherwise than AWS did. */
const run = async ({ json }: { readonly json?: boolean }): Promise<void> => {
  const report = toReport(provenanceTables, await checkAllSets());
  if (json === true) print(JSON.stringify(report));
  else for (const line of toLines(report)) print(line);
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
