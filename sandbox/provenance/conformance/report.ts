import type { ProvenanceTable } from '../provenance';
import { countEvidence, countMarks, type MarkCounts, type MarkEvidence } from '../tables';
import type { Miss } from './outcome';
import type { CheckedSet } from './sets';

export interface ConformanceReport {
  readonly ok: boolean;
  readonly provenance: {
    readonly services: readonly (MarkCounts & { readonly service: string })[];
    readonly total: MarkCounts;
    /** How many of the assumed behaviours `npm run verify:aws` can ask AWS about. */
    readonly verifiable: number;
    /** How many of the documented have a page that somebody has opened. */
    readonly read: number;
    /** Why it cannot ask about the other assumed ones. */
    readonly unasked: MarkEvidence['unasked'];
  };
  readonly sets: readonly {
    readonly set: string;
    readonly origin: 'recordings' | 'fixtures';
    readonly path: string;
    readonly passed: number;
    readonly of: number;
    readonly missed: readonly Miss[];
    readonly leftOut: readonly Miss[];
  }[];
}

export const toReport = (
  tables: readonly ProvenanceTable[],
  checked: readonly CheckedSet[],
): ConformanceReport => {
  const sets = checked.flatMap(({ origin, path, outcomes }) =>
    outcomes.map((it) => ({ ...it, origin, path })),
  );
  const { asked, read, unasked } = countEvidence(tables);
  return {
    ok: sets.every(({ missed }) => missed.length === 0),
    provenance: {
      services: tables.map((table) => ({ service: table.service, ...countMarks([table]) })),
      total: countMarks(tables),
      verifiable: asked,
      read,
      unasked,
    },
    sets,
  };
};

const row = (name: string, cells: readonly (string | number)[]): string =>
  name.padEnd(16) + cells.map((cell) => String(cell).padStart(12)).join('');

const cellsOf = ({ recorded, documented, assumed }: MarkCounts): readonly number[] => [
  recorded,
  documented,
  assumed,
];

const toTable = ({ services, total, ...evidence }: ConformanceReport['provenance']) => [
  'Where each imitated behaviour is known from',
  row('', ['recorded', 'documented', 'assumed']),
  ...services.map((it) => row(it.service, cellsOf(it))),
  row('in all', cellsOf(total)),
  ...toEvidence(total, evidence),
];

type Evidence = Pick<ConformanceReport['provenance'], 'verifiable' | 'read' | 'unasked'>;

const toEvidence = (
  { documented, assumed }: MarkCounts,
  { verifiable, read, unasked }: Evidence,
): readonly string[] => [
  `The page was opened, and says so, for ${read} of the ${documented} that are documented.`,
  `npm run verify:aws asks AWS about ${verifiable} of the ${assumed} that are assumed. About the others it cannot:`,
  ...unasked.map(({ count, why }) => `${String(count).padStart(4)}  ${why}`),
];

type CheckedOutcome = ConformanceReport['sets'][number];

const toSetLines = ({ set, passed, of, missed, leftOut }: CheckedOutcome): readonly string[] => {
  const out = leftOut.length === 0 ? '' : `, ${leftOut.length} left out`;
  return [
    `${set.padEnd(46)}${`${passed} of ${of}`.padStart(10)}${out}`,
    ...missed.map(({ name, why }) => `  missed    ${name}: ${why}`),
    ...leftOut.map(({ name, why }) => `  left out  ${name}: ${why}`),
  ];
};

/** For people. */
export const toLines = ({ provenance, sets }: ConformanceReport): readonly string[] => {
  const ownOnly = sets.some(({ origin }) => origin === 'fixtures');
  return [
    ...toTable(provenance),
    '',
    ownOnly
      ? "AWS's recordings (../shared/conformance) are not beside the repository: our own cases instead"
      : "Against AWS's own answers (../shared/conformance)",
    ...sets.flatMap(toSetLines),
  ];
};
