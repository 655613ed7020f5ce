import type { TreeNode } from '../tree.mjs';

type Names = Readonly<Record<string, string>>;

export const renderMrkdwn: (text: string, names?: Names) => readonly TreeNode[];
export const renderPlain: (text: string) => readonly TreeNode[];
