import type { ProvenanceTable } from '../provenance';
import { countMarks, type MarkCounts } from '../tables';
import type { Miss } from './outcome';
import type { CheckedSet } from './sets';

export interface ConformanceReport {
  readonly ok: boolean;
  readonly provenance: {
    readonly services: readonly (MarkCounts & { readonly service: string })[];
    readonly total: MarkCounts;
    /** How many of the assumed behaviours `npm run verify:aws` can ask AWS about. */
    readonly verifiable: number;
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
  const probed = tables
    .flatMap(({ rows }) => rows)
    .filter((row) => row.known === 'assumed' && row.probe !== undefined);
  return {
    ok: sets.every(({ missed }) => missed.length === 0),
    provenance: {
      services: tables.map((table) => ({ service: table.service, ...countMarks([table]) })),
      total: countMarks(tables),
      verifiable: probed.length,
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

const toTable = ({ services, total, verifiable }: ConformanceReport['provenance']) => [
  'Where each imitated behaviour is known from',
  row('', ['recorded', 'documented', 'assumed']),
  ...services.map((it) => row(it.service, cellsOf(it))),
  row('in all', cellsOf(total)),
  `npm run verify:aws asks AWS about ${verifiable} of those that are assumed.`,
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
