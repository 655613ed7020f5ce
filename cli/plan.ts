import { sha256 } from '../adapters/system/sha256';
import { createCompiler } from '../domain/hosts/compile-plan';
import { readFacts } from './plan/facts-file';
import { toPlanTable } from './plan/plan-table';
import { readProfile } from './plan/profile-files';
import { print } from './print';

const compile = createCompiler({ sha256 });

/** `slipway plan`: what a profile would do to a host, without touching it. Throws UsageError for bad input. */
export const plan = async (options: {
  readonly profile: string;
  readonly facts: string;
  readonly json?: boolean;
}): Promise<void> => {
  const compiled = compile(await readProfile(options.profile), await readFacts(options.facts));
  if (options.json === true) print(JSON.stringify(compiled));
  else for (const line of toPlanTable(compiled, process.stdout.columns)) print(line);
};
