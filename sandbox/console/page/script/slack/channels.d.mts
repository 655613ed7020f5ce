import type { SlackRow } from '../../../snapshot';
import type { Tree } from '../tree.mjs';

export const renderChannels: (
  messages: readonly SlackRow[],
  names: Readonly<Record<string, string>>,
  origin: string,
) => readonly Tree[];
