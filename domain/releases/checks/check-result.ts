import type { CheckKind } from './check';
import type { Link } from './links';
import type { Judged } from './observation';

/** One check's outcome with its evidence. */
export interface CheckResult extends Judged {
  readonly name: string;
  readonly kind: CheckKind;
  /** From the start of its first look to the end of its last. */
  readonly durationMs?: number;
  /** Where a person sees more; absent where there is nowhere. */
  readonly links?: readonly Link[];
  /** Absent: it is critical. */
  readonly critical?: false;
}

/** Evidence is stored and shown: a few hundred characters tell enough, and items have a limit. */
export const EVIDENCE_LENGTH = 300;
