/** What is shown, as plain data. */
export interface Tree {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly TreeNode[];
}
export type TreeNode = Tree | string;

export const element: (
  tag: string,
  attributes?: Readonly<Record<string, unknown>>,
  ...children: readonly unknown[]
) => Tree;
export const safeAddress: (address: string) => string | undefined;
export const textOf: (tree: TreeNode) => string;
/** `BeforeAllowTraffic` as words with places to break between them. */
export const breakable: (name: string) => readonly TreeNode[];
