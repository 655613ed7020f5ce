import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
} from 'yaml';
import type * as z from 'zod/mini';
import { shorten } from '../domain/units';
import { sayIssue } from './shape-sentences';
import { UsageError } from './usage-error';

/** A finding of a check: what is wrong, where, and how bad it is. */
export interface Finding {
  readonly level: 'error' | 'warning' | 'info';
  /** A constant code. */
  readonly code: string;
  readonly message: string;
  /** `file:line:column`. */
  readonly where: string;
}
export interface YamlFile<Value> {
  /** As it is shown: relative to the working directory. */
  readonly path: string;
  readonly findings: readonly Finding[];
  /** Absent where the file holds nothing of that shape. */
  readonly value?: Value;
  /** What a file says that is YAML, but not all of that shape. */
  readonly raw?: unknown;
  /** The place of a member, e.g. `['checks', 'BeforeAllowTraffic', 0]`. */
  whereOf(path: readonly PropertyKey[]): string;
}

const MESSAGE_LENGTH = 160;

/**
 * A file of the given shape, or every fault of it with its line. `what` is its name in a sentence, e.g. `policy`. Throws
 * UsageError where it cannot be read.
 */
export const readYamlFile = async <Value>(
  path: string,
  schema: z.ZodMiniType<Value>,
  what: string,
): Promise<YamlFile<Value>> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The file ${path} cannot be read. Give the path of a ${what} file.`, {
      cause,
    });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const shown = relative(process.cwd(), path) || path;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const whereOf = (member: readonly PropertyKey[]): string => at(offsetOf(document, member));
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const read = isReadable ? toValue(document) : { faults: [] };
  const syntax = [...faultsOfSyntax(document, text), ...read.faults].map(({ message, offset }) =>
    toFinding('NotYaml', { message, where: at(offset) }),
  );
  if (!('value' in read)) return { path: shown, findings: syntax, whereOf };
  const parsed = schema.safeParse(read.value, { error: sayIssue });
  if (parsed.success)
    return syntax.length > 0
      ? { path: shown, findings: syntax, whereOf, raw: read.value }
      : { path: shown, findings: [], value: parsed.data, whereOf };
  const shape = parsed.error.issues.flatMap((issue) =>
    toFaults(issue, what).map(({ message, key }) =>
      toFinding(`Invalid${capitalised(what)}`, {
        message: `${message}${/[.?]$/.test(message) ? '' : '.'}`,
        where: at(offsetOf(document, issue.path, key)),
      }),
    ),
  );
  return { path: shown, findings: [...syntax, ...shape], whereOf, raw: read.value };
};

interface Fault {
  readonly message: string;
  readonly offset: number;
}

/** What YAML's parser says, in words for whoever does not know it. */
const SYNTAX = {
  MULTIPLE_DOCS: 'There is a second document in the file, and one is read.',
  TAB_AS_INDENT: 'A tab indents this line, and YAML takes spaces alone.',
} as const;

const faultsOfSyntax = ({ errors }: Document, text: string): readonly Fault[] =>
  errors.map(({ code, message, pos: [offset] }) => {
    if (code === 'MULTIPLE_DOCS' || code === 'TAB_AS_INDENT')
      return { message: SYNTAX[code], offset };
    if (code === 'DUPLICATE_KEY') {
      const [key = ''] = /^[^\s:]*/.exec(text.slice(offset)) ?? [];
      return { message: `${shorten(key, MESSAGE_LENGTH)} stands there a second time.`, offset };
    }
    // The parser quotes the file, all of it where nothing in it is YAML, and says the place, which stands beside it.
    const [sentence = ''] = message.split('\n');
    return {
      message: shorten(sentence.replace(/ at line \d+, column \d+:?$/, '.'), MESSAGE_LENGTH),
      offset,
    };
  });

/** A sentence for each thing that an issue says; of an unknown member also its name, which has a place of its own. */
const toFaults = (
  { code, path, message, ...issue }: z.core.$ZodIssue,
  what: string,
): readonly { readonly message: string; readonly key?: string }[] => {
  const name = path.map(String).join('.');
  if (code !== 'unrecognized_keys' || !('keys' in issue))
    return [
      { message: `${name || `The ${what}`}${/^(must|is) /.test(message) ? '' : ':'} ${message}` },
    ];
  const sentences = message.split('\n');
  return issue.keys.map((key, index) => ({
    message: `${[...path.map(String), key].join('.')} ${sentences[index] ?? 'is unknown'}`,
    key,
  }));
};

const toFinding = (code: string, fault: Pick<Finding, 'message' | 'where'>): Finding => ({
  level: 'error',
  code,
  ...fault,
});

const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** What the document says. Aliases that lead nowhere, or multiply without end, are faults of the file. */
const toValue = (
  document: Document,
): { readonly faults: readonly Fault[]; readonly value?: unknown } => {
  try {
    return { faults: [], value: document.toJS({ maxAliasCount: 20 }) };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    const lost = unresolvedAliases(document);
    return {
      faults:
        lost.length > 0
          ? lost.map(({ source, range }) => ({
              message: `There is no anchor &${source} before this alias.`,
              offset: range?.[0] ?? 0,
            }))
          : [{ message: thrown.message, offset: 0 }],
    };
  }
};

const unresolvedAliases = (document: Document): readonly Alias[] => {
  const lost: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) lost.push(alias);
    },
  });
  return lost;
};

/** Where a member stands, or the nearest one around it that is there; with `key`, where that name stands in it. */
const offsetOf = (document: Document, path: readonly PropertyKey[], key?: string): number => {
  let node: unknown = document.contents;
  let offset = startOf(document.contents);
  for (const step of path) {
    const inner: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (inner === undefined || inner === null) break;
    node = isAlias(inner) ? inner.resolve(document) : inner;
    offset = startOf(inner) || offset;
  }
  const pair = isMap(node)
    ? node.items.find(({ key: it }) => isScalar(it) && String(it.value) === key)
    : undefined;
  return pair === undefined ? offset : startOf(pair.key) || offset;
};

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
