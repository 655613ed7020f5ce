import type { Tree } from '../tree.mjs';

export const renderBlocks: (
  blocks: unknown,
  names?: Readonly<Record<string, string>>,
) => readonly Tree[];
