import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { Policy } from '../config/schema/policy';
import { shorten } from '../domain/units';
import { REPOSITORY } from './repository';
import { UsageError } from './usage-error';

/** A finding of a check: what is wrong, where, and how bad it is. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** A constant code. */
  readonly code: string;
  readonly message: string;
  /** `file:line:column`. */
  readonly where: string;
}
export interface PolicyFile {
  readonly path: string;
  readonly findings: readonly Finding[];
  /** Absent where the file holds no policy that can be read. */
  readonly policy?: Policy;
  /** The place of a member, e.g. `['checks', 'BeforeAllowTraffic', 0]`. */
  whereOf(path: readonly PropertyKey[]): string;
}

const MESSAGE_LENGTH = 160;
const POLICIES = join(REPOSITORY, 'config', 'policies');

/** The given files, or all of config/policies. Throws UsageError where there is none to read. */
export const readPolicyFiles = async (paths: readonly string[]): Promise<readonly PolicyFile[]> => {
  const files = paths.length > 0 ? paths : await defaultPaths();
  return Promise.all(files.map(readPolicyFile));
};

const defaultPaths = async (): Promise<readonly string[]> => {
  const names = await readdir(POLICIES).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (files.length === 0)
    throw new UsageError('There is no policy in config/policies. Write one, or name a file.');
  return files.map((name) => join(POLICIES, name));
};

const readPolicyFile = async (path: string): Promise<PolicyFile> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The file ${path} cannot be read. Give the path of a policy file.`, {
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
  const syntax = document.errors.map((error) => ({
    level: 'error' as const,
    code: 'NotYaml',
    // The parser quotes the file, all of it where nothing in it is YAML.
    message: shorten(error.message.split('\n')[0] ?? 'It is not YAML.', MESSAGE_LENGTH),
    where: at(error.pos[0]),
  }));
  if (syntax.length > 0) return { path: shown, findings: syntax, whereOf };
  const value = toValue(document);
  if (value instanceof ReferenceError) {
    const finding = {
      level: 'error',
      code: 'NotYaml',
      message: value.message,
      where: at(0),
    } as const;
    return { path: shown, findings: [finding], whereOf };
  }
  const parsed = Policy.safeParse(value);
  if (parsed.success) return { path: shown, findings: [], policy: parsed.data, whereOf };
  const findings = parsed.error.issues.map((issue) => ({
    level: 'error' as const,
    code: 'InvalidPolicy',
    message: `${issue.path.map(String).join('.') || 'The policy'}: ${issue.message}.`,
    where: whereOf(issue.path),
  }));
  return { path: shown, findings, whereOf };
};

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
