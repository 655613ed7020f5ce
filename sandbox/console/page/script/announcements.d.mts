import type { Snapshot } from '../../snapshot';

export const announce: (before: Snapshot | undefined, after: Snapshot) => readonly string[];
