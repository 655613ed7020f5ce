import type { ReleaseRow } from '../../../snapshot';

export const describeRelease: (release: ReleaseRow) => string;
