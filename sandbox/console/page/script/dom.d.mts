import type { TreeNode } from './tree.mjs';

export const patchChildren: (parent: unknown, trees: readonly TreeNode[], page: unknown) => void;
