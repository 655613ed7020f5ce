import { UsageError } from './usage-error';

/** Why a ledger cannot be used, and what to look at where there is no table of that name. */
export const toLedgerFault = (
  use: 'read' | 'written',
  table: string,
  cause: unknown,
  done = '',
): UsageError => {
  const isMissing = cause instanceof Error && cause.name === 'ResourceNotFoundException';
  const why = isMissing
    ? "there is no such table in this account and region. --table is the stack's output LedgerTable."
    : whole(cause instanceof Error ? cause.message : String(cause));
  return new UsageError(`The ledger ${table} cannot be ${use}: ${why}${done}`, { cause });
};

const whole = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
