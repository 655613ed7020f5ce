import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const REPOSITORY = join(__dirname, '..', '..', '..');
const RECORDINGS = join(REPOSITORY, '..', 'shared', 'conformance');
const FIXTURES = join(__dirname, 'fixtures');

/**
 * `recordings`: AWS's own answers, which lie beside the repository and not in it. `fixtures`: the project's own
 * cases, of the same shape, written after the documentation.
 */
export type Origin = 'recordings' | 'fixtures';

export interface ReadSet {
  readonly origin: Origin;
  /** Relative to the repository. */
  readonly path: string;
  readonly content: unknown;
}

export interface SetFile {
  /** The file's name among the recordings. */
  readonly recording: string;
  /** The file's name among the fixtures. */
  readonly fixture: string;
}

const read = (origin: Origin, path: string): ReadSet => {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return { origin, path: relative(REPOSITORY, path), content };
};

/** Undefined where the recordings are not beside the repository. */
export const readRecordings = ({ recording }: SetFile): ReadSet | undefined => {
  const path = join(RECORDINGS, recording);
  return existsSync(path) ? read('recordings', path) : undefined;
};

export const readFixtures = ({ fixture }: SetFile): ReadSet =>
  read('fixtures', join(FIXTURES, fixture));
