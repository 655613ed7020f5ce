import type { Snapshot } from '../../snapshot';
import type { Tree } from './tree.mjs';

export const renderCalls: (calls: Snapshot['calls']) => readonly Tree[];
