import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { ZodMiniType } from 'zod/mini';
import { shorten } from '../domain/units';
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
  schema: ZodMiniType<Value>,
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
  const value = document.errors.length > 0 ? undefined : toValue(document);
  const syntax = faultsOfSyntax(document, value);
  if (syntax.length > 0) {
    const findings = syntax.map(({ message, offset }) =>
      toFinding('NotYaml', { message, where: at(offset) }),
    );
    return { path: shown, findings, whereOf };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { path: shown, findings: [], value: parsed.data, whereOf };
  const findings = parsed.error.issues.map((issue) =>
    toFinding(`Invalid${capitalised(what)}`, {
      message: `${issue.path.map(String).join('.') || `The ${what}`}: ${issue.message}.`,
      where: whereOf(issue.path),
    }),
  );
  return { path: shown, findings, whereOf };
};

const faultsOfSyntax = (
  { errors }: Document,
  value: unknown,
): readonly { readonly message: string; readonly offset: number }[] =>
  value instanceof ReferenceError
    ? [{ message: value.message, offset: 0 }]
    : errors.map((error) => ({
        // The parser quotes the file, all of it where nothing in it is YAML.
        message: shorten(error.message.split('\n')[0] ?? 'It is not YAML.', MESSAGE_LENGTH),
        offset: error.pos[0],
      }));

const toFinding = (code: string, fault: Pick<Finding, 'message' | 'where'>): Finding => ({
  level: 'error',
  code,
  ...fault,
});

const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** Aliases that multiply without end are refused, as a fault of the file. */
const toValue = (document: Document): unknown => {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (thrown) {
    if (thrown instanceof ReferenceError) return thrown;
    throw thrown;
  }
};

/** Where a member stands, or the nearest one around it that is there. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  let node: unknown = document.contents;
  let offset = startOf(document.contents);
  for (const step of path) {
    const inner: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (inner === undefined || inner === null) break;
    node = inner;
    offset = startOf(inner) || offset;
  }
  return offset;
};

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
