import { access, readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Document } from 'yaml';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { LatencyBudgets } from '../../config/schema/latency-budget';
import { shorten } from '../../domain/units';
import { REPOSITORY } from '../repository';
import { UsageError } from '../usage-error';
import { quoted } from './measurement-files';

const PROFILES = join(REPOSITORY, 'config', 'profiles');
const SECTION = 'latency';

/** Longer chains are circles. */
const MOST_ANCESTORS = 5;

/**
 * What a profile asks of latency: its section `latency`, or that of the nearest profile that it extends; nothing
 * where none has one. The profile is a name in config/profiles, or a path. Throws UsageError with file, line and
 * column of every fault.
 */
export const readLatencyBudgets = async (
  profile: string,
  ancestors = MOST_ANCESTORS,
): Promise<LatencyBudgets> => {
  const file = await readProfileFile(profile);
  const section = memberOf(file, SECTION);
  if (section !== undefined) return parseSection(file, section);
  const parent = memberOf(file, 'extends');
  if (typeof parent !== 'string') return {};
  if (ancestors === 0) throw new UsageError(`${file.shown} extends profiles in a circle.`);
  const beside = join(dirname(file.path), `${parent}.yml`);
  const isBeside = await access(beside).then(
    () => true,
    () => false,
  );
  return readLatencyBudgets(isBeside ? beside : parent, ancestors - 1);
};

interface ReadProfile {
  readonly path: string;
  /** The path as it is told. */
  readonly shown: string;
  readonly document: Document;
  at(offset: number): string;
}

const readProfileFile = async (profile: string): Promise<ReadProfile> => {
  const path = /^[\w-]+$/.test(profile) ? join(PROFILES, `${profile}.yml`) : profile;
  const text = await readFile(path, 'utf8').catch(async (cause: unknown) => {
    throw new UsageError(`There is no profile ${quoted(profile)}: ${await describeProfiles()}`, {
      cause,
    });
  });
  const shown = quoted(relative(process.cwd(), path) || path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new UsageError(
      `${at(fault.pos[0])} is not YAML: ${shorten(fault.message.split('\n')[0] ?? '', 160)}`,
    );
  if (!isMap(document.contents))
    throw new UsageError(
      `${shown} is not a profile. docs/latency.md shows what judge reads of one.`,
    );
  return { path, shown, document, at };
};

const parseSection = ({ document, at }: ReadProfile, section: unknown): LatencyBudgets => {
  const parsed = LatencyBudgets.safeParse(section);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const member = [SECTION, ...issue.path];
    return `${at(offsetOf(document, member))} ${member.map(String).join('.')}: ${issue.message}`;
  });
  throw new UsageError(`The profile is not valid. ${faults.join('; ')}.`);
};

const describeProfiles = async (): Promise<string> => {
  const files = await readdir(PROFILES).catch(() => []);
  const names = files.filter((it) => it.endsWith('.yml')).map((it) => it.slice(0, -4));
  return `give the path of a profile, or one of ${names.toSorted().join(', ') || 'config/profiles'}.`;
};

const memberOf = ({ document, shown }: ReadProfile, name: string): unknown => {
  const node: unknown = isMap(document.contents) ? document.contents.get(name, true) : undefined;
  if (!isNode(node)) return undefined;
  try {
    return node.toJS(document, { maxAliasCount: 20 });
  } catch (cause) {
    throw new UsageError(`${shown} cannot be read: the aliases in ${name} multiply.`, { cause });
  }
};

/** Where a member stands, or the nearest one around it that is there. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
};
