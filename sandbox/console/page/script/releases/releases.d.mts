import type { ReleaseRow } from '../../../snapshot';
import type { Tree } from '../tree.mjs';

export const renderReleases: (releases: readonly ReleaseRow[], origin: string) => readonly Tree[];
export const countReleases: (releases: readonly ReleaseRow[]) => string;
