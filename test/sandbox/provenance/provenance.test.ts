import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingSets } from '../../../sandbox/provenance/conformance/sets';
import { marks } from '../../../sandbox/provenance/provenance';
import { countMarks, provenanceTables } from '../../../sandbox/provenance/tables';
import { whyUnasked } from '../../../sandbox/provenance/unasked';
import { probes } from '../../../sandbox/provenance/replay/probes';

const SANDBOX = join(__dirname, '../../../sandbox');
const TEST = join(__dirname, '../..');
const rows = provenanceTables.flatMap((table) => table.rows);
const isAddress = (source: string): boolean => /^https:\/\/[a-z.]+\/\S+$/.test(source);
/** Others' sets of recordings, and what `npm run verify:aws` has written down. */
const isRecording = (source: string): boolean =>
  Object.values(recordingSets).some((it) => it.recording === source) ||
  (source.startsWith('recordings/') && existsSync(join(SANDBOX, 'provenance', source)));

/** What a source file's comments say, in one string. */
const commentsOf = (path: string): string =>
  (readFileSync(path, 'utf8').match(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm) ?? []).join('\n');

/** These words in their everyday meaning: what the journal records, what no page documents. */
const EVERYDAY = [
  'provenance/',
  'services/dynamodb/dynamodb.ts',
  'wire/call-inside.ts',
  'wire/model.ts',
  'wire/run-operation.ts',
  'wire/understand.ts',
  'wire/wire.ts',
];

const saysMark = (comments: string, mark: string): boolean =>
  new RegExp(`\\b${mark}\\b`, 'i').test(comments.replace(/not documented|assumed-role/gi, ''));

describe('the provenance tables', () => {
  it('stand beside every service', () => {
    // given
    const folders = readdirSync(join(SANDBOX, 'services'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);

    // then
    const services = provenanceTables.map(({ service }) => service);
    expect(services).toEqual(expect.arrayContaining(folders));
    expect(services).toEqual(expect.arrayContaining(['slack', 'permissions', 'wire']));
    for (const { rows: own } of provenanceTables) expect(own).not.toHaveLength(0);
  });

  it('give each behaviour an id of its own, under the name of its service', () => {
    const ids = rows.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const { service, rows: own } of provenanceTables)
      for (const { id } of own) expect(id).toMatch(new RegExp(`^${service}\\.[a-z0-9-]+$`));
  });

  it('name an address, or for what is recorded a set of recordings', () => {
    const faults = rows.flatMap(({ id, known, source }) => {
      if (source === undefined) return known === 'assumed' ? [] : [id];
      const recorded = known === 'recorded' && isRecording(source);
      return isAddress(source) || recorded ? [] : [`${id}: ${source}`];
    });
    expect(faults).toEqual([]);
  });

  it('call recorded only what a test compares with the recording', () => {
    const faults = rows.flatMap((row) => {
      if (row.known !== 'recorded') return [];
      const path = join(TEST, row.test);
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      const compared = row.source.startsWith('recordings/')
        ? 'await replayRecordings('
        : 'await checkSet(recordingSets.';
      const compares = isAddress(row.source)
        ? row.quotes !== undefined && text.includes(row.quotes)
        : text.includes(compared);
      return compares ? [] : [`${row.id}: ${row.test}`];
    });
    expect(faults).toEqual([]);
  });

  it('name only probes that there are', () => {
    const known = probes.map(({ id }) => id);
    const named = rows.flatMap((row) =>
      row.known === 'assumed' && row.probe !== undefined ? [row.probe] : [],
    );
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
    expect(known.filter((id) => !named.includes(id))).toEqual([]);
  });

  it('say of each assumption which probe asks AWS, or why none can', () => {
    const faults = rows.flatMap((row) => {
      const asked = row.known === 'assumed' && row.probe !== undefined;
      const unasked = row.known === 'assumed' && row.unasked !== undefined;
      return row.known !== 'assumed' || asked !== unasked
        ? []
        : [`${row.id}: say either probe: '…' or unasked: '…' (sandbox/provenance/unasked.ts)`];
    });
    expect(faults).toEqual([]);
  });

  it('use each reason why AWS cannot be asked', () => {
    const used = rows.flatMap((row) => (row.known === 'assumed' ? [row.unasked] : []));
    expect(Object.keys(whyUnasked).filter((code) => !used.some((it) => it === code))).toEqual([]);
  });

  it('are dated, and a page that was read with the day', () => {
    for (const row of rows) {
      expect(row.date).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
      if (row.known === 'documented' && row.read !== undefined)
        expect(row.read).toMatch(/^20\d\d-(0[1-9]|1[0-2])-[0-3]\d$/);
    }
  });

  it('are counted', () => {
    // given
    const row = { id: 'a', behaviour: 'b', at: 'c', date: '2026-11' };
    const tables = [
      { service: 'x', rows: [{ ...row, known: 'assumed' as const }] },
      {
        service: 'y',
        rows: [
          { ...row, known: 'assumed' as const },
          { ...row, known: 'documented' as const, source: 'https://a.example/' },
        ],
      },
    ];

    // then
    expect(countMarks(tables)).toEqual({ recorded: 0, documented: 1, assumed: 2 });
  });
});

describe('docstrings and tables', () => {
  it('agree: where a row points, the docstring carries its mark', () => {
    const faults = rows.flatMap(({ id, at, known }) => {
      const path = join(SANDBOX, at);
      return existsSync(path) && saysMark(commentsOf(path), known)
        ? []
        : [`${id}: ${known}, ${at}`];
    });
    expect(faults).toEqual([]);
  });

  it('agree: a docstring that carries a mark has a row with it', () => {
    // given
    const files = readdirSync(SANDBOX, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !EVERYDAY.some((it) => path.startsWith(it)),
    );

    // when
    const missing = files.flatMap((path) => {
      const comments = commentsOf(join(SANDBOX, path));
      return marks
        .filter((mark) => saysMark(comments, mark))
        .filter((mark) => !rows.some(({ at, known }) => at === path && known === mark))
        .map((mark) => `${path} says "${mark}": add a row to its service's provenance.ts`);
    });

    // then
    expect(missing).toEqual([]);
  });
});
