/** As much of a browser's document as the page's rendering uses. It has no way to parse markup. */
export class FakeNode {
  readonly childNodes: FakeNode[] = [];
  readonly styles = new Map<string, string>();
  readonly style = { setProperty: (name: string, value: string) => this.styles.set(name, value) };
  private readonly attributes = new Map<string, string>();

  constructor(
    readonly nodeType: 1 | 3,
    readonly nodeName: string,
    public nodeValue: string | null = null,
  ) {}

  getAttributeNames = (): readonly string[] => [...this.attributes.keys()];
  getAttribute = (name: string): string | null => this.attributes.get(name) ?? null;
  setAttribute = (name: string, value: string): void => void this.attributes.set(name, value);
  removeAttribute = (name: string): void => void this.attributes.delete(name);

  insertBefore(node: FakeNode, before: FakeNode | null): void {
    const known = this.childNodes.indexOf(node);
    if (known >= 0) this.childNodes.splice(known, 1);
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, node);
  }
  removeChild(node: FakeNode): void {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
  }
  get outline(): string {
    if (this.nodeType === 3) return JSON.stringify(this.nodeValue);
    return `<${this.nodeName}>${this.childNodes.map((node) => node.outline).join('')}`;
  }
}

export const fakeDocument = {
  createElement: (tag: string) => new FakeNode(1, tag),
  createTextNode: (text: string) => new FakeNode(3, '#text', text),
};
