/**
 * What is shown, as plain data: `{ tag, attributes, children }`, a child being a tree or a text. Everything on the
 * page is made of it, and text only ever becomes a text node, so that no data can turn into markup.
 */
export const element = (tag, attributes = {}, ...children) => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false),
  ),
  children: children
    .flat(Infinity)
    .filter((child) => child !== undefined && child !== null && child !== false && child !== '')
    .map((child) => (typeof child === 'object' ? child : String(child))),
});

/** Undefined for anything but a web or mail address: no `javascript:`, no `data:`, no path of this server. */
export const safeAddress = (address) => {
  if (!/^(https?|mailto):/i.test(address)) return undefined;
  try {
    return new URL(address).href;
  } catch {
    return undefined;
  }
};

/** A name such as `BeforeAllowTraffic`, which may break between its words and nowhere else. */
export const breakable = (name) =>
  name
    .split(/(?<=[a-z])(?=[A-Z])/)
    .flatMap((word, at) => (at === 0 ? [word] : [element('wbr'), word]));

/** The text of a tree, as a screen reader would come by it. */
export const textOf = (tree) =>
  typeof tree === 'string' ? tree : tree.children.map(textOf).join('');
