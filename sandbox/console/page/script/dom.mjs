/** Tags and attributes that a tree may have. Whatever else it names is left out. */
const KNOWN_TAGS = new Set(
  `a abbr article aside b blockquote br button caption code dd del details div dl dt em figcaption figure
   footer h2 h3 h4 header hr i li ol p pre section small span strong summary table tbody td th thead time tr ul`
    .trim()
    .split(/\s+/),
);
const KNOWN_ATTRIBUTES = new Set(
  `aria-current aria-describedby aria-hidden aria-label aria-labelledby class colspan data-action data-channel
   data-confirm data-label data-state
   datetime disabled href id lang open rel role scope tabindex target title type`
    .trim()
    .split(/\s+/),
);
/** Set when an element is made and left to the reader afterwards. */
const READERS_OWN = new Set(['open']);
const KNOWN_ADDRESS = /^(https?:|mailto:|#)/i;

const keys = new WeakMap();

const isAllowed = (name, value) =>
  KNOWN_ATTRIBUTES.has(name) && (name !== 'href' || KNOWN_ADDRESS.test(String(value)));

const setAttributes = (node, attributes, isNew) => {
  for (const name of node.getAttributeNames())
    if (!(name in attributes) && !READERS_OWN.has(name) && name !== 'style')
      node.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) {
    // A share is a number of percent: the only style that data may set.
    if (name === 'share') node.style.setProperty('--share', `${Number(value)}%`);
    else if (isAllowed(name, value) && (isNew || !READERS_OWN.has(name))) {
      const text = value === true ? '' : String(value);
      if (node.getAttribute(name) !== text) node.setAttribute(name, text);
    }
  }
};

const create = (tree, page) => {
  if (typeof tree === 'string') return page.createTextNode(tree);
  const node = page.createElement(KNOWN_TAGS.has(tree.tag) ? tree.tag : 'span');
  const { key, ...attributes } = tree.attributes;
  if (key !== undefined) keys.set(node, key);
  setAttributes(node, attributes, true);
  patchChildren(node, tree.children, page);
  return node;
};

/** Whether the node can become what the tree says without being made anew. */
const fits = (node, tree) => {
  if (node === undefined) return false;
  if (typeof tree === 'string') return node.nodeType === 3;
  return (
    node.nodeType === 1 &&
    node.nodeName.toLowerCase() === tree.tag &&
    keys.get(node) === tree.attributes.key
  );
};

const update = (node, tree, page) => {
  if (typeof tree === 'string') {
    if (node.nodeValue !== tree) node.nodeValue = tree;
    return;
  }
  const attributes = { ...tree.attributes };
  delete attributes.key;
  setAttributes(node, attributes, false);
  patchChildren(node, tree.children, page);
};

/**
 * Makes the node's children what the trees say and touches nothing else, so that focus, selection, scroll and
 * opened details survive an update. Trees with a `key` are recognised wherever they have moved.
 */
export const patchChildren = (parent, trees, page) => {
  const keyed = new Map(
    [...parent.childNodes].filter((node) => keys.has(node)).map((node) => [keys.get(node), node]),
  );
  trees.forEach((tree, index) => {
    const here = parent.childNodes[index];
    const known = typeof tree === 'string' ? undefined : keyed.get(tree.attributes.key);
    const found = [here, known].find((node) => fits(node, tree));
    if (found === undefined) parent.insertBefore(create(tree, page), here ?? null);
    else {
      if (found !== here) parent.insertBefore(found, here ?? null);
      update(found, tree, page);
    }
  });
  while (parent.childNodes.length > trees.length)
    parent.removeChild(parent.childNodes[trees.length]);
};
