import type { Unasked } from './unasked';

/**
 * Where the sandbox knows one behaviour of AWS or Slack from. A table is one row to a behaviour, one line to a row;
 * it lies beside the service as `provenance.ts`. A row's mark says how much it is worth:
 *
 * - `recorded`: AWS's own answer was written down, and a test compares with it
 * - `documented`: a page says so; `read` where somebody has opened it and found it there
 * - `assumed`: neither; `npm run verify:aws` can turn those with a `probe` into recordings, the others say why not
 */
export type Provenance = Row & (Recorded | Documented | Assumed);

interface Row {
  /** Unique in all tables. */
  readonly id: string;
  readonly behaviour: string;
  /** The file that imitates it and carries the mark in its docstring, relative to `sandbox/`. */
  readonly at: string;
  /** When its source was read, or it was assumed: year and month. */
  readonly date: string;
}
interface Recorded {
  readonly known: 'recorded';
  /** The name of a set of recordings, or the address of a public report that quotes AWS's answer. */
  readonly source: string;
  /** The test that compares with it, relative to `test/`. */
  readonly test: string;
  /** With an address as its source: what of AWS's words the test has. */
  readonly quotes?: string;
}
interface Documented {
  readonly known: 'documented';
  /** The page's address. */
  readonly source: string;
  /**
   * The day on which somebody read the page, or a copy of its text (a stored page, the SDK's own documentation of an
   * operation), and found the behaviour there. Absent: the address was written down and never opened.
   */
  readonly read?: string;
}
interface Assumed {
  readonly known: 'assumed';
  /** What the assumption leans on, where it leans on anything: an address. */
  readonly source?: string;
  /** The id of the probe that asks AWS: this or `unasked`, a test sees to it. */
  readonly probe?: string;
  /** Why nobody can ask AWS. */
  readonly unasked?: Unasked;
}

export type Mark = Provenance['known'];
export const marks = ['recorded', 'documented', 'assumed'] as const satisfies readonly Mark[];

export interface ProvenanceTable {
  readonly service: string;
  readonly rows: readonly Provenance[];
}
