import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../../cli/repository';
import type { Scenario } from './sandbox';

export interface CommandEnded {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

const LONGEST_MS = 60_000;

/** Runs `slipway` as an operator does, against the scenario's sandbox, or without any AWS where none is given. */
export const runSlipway = (
  scenario: Pick<Scenario, 'sandbox'> | undefined,
  ...words: readonly string[]
): Promise<CommandEnded> => {
  const { PATH, HOME } = process.env;
  const aws = scenario && {
    AWS_ENDPOINT_URL: scenario.sandbox.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    LEDGER_TABLE: scenario.sandbox.ledgerTable,
  };
  const env = { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...aws };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(REPOSITORY, 'cli', 'slipway.cjs'), ...words],
      { env, timeout: LONGEST_MS },
      (_, out, err) => resolve({ exitCode: child.exitCode ?? -1, out, err }),
    );
  });
};
