const piecesOf = (path: string): readonly string[] =>
  path.split('/').filter((piece) => piece !== '');

const decode = (piece: string): string => {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
};

/** What a template asks of the query string, as in `/functions/{Name}?find=LatestLayerVersion`. */
const asksOf = (query: string | undefined): readonly (readonly [string, string])[] => [
  ...new URLSearchParams(query ?? ''),
];

/**
 * The labels of a model's path template as a URL fills them; undefined where the URL does not fit. A label that
 * ends in `+` takes the rest of the path, slashes and all.
 */
export const matchPath = (template: string, url: URL): ReadonlyMap<string, string> | undefined => {
  const [path = '', query] = template.split('?');
  if (asksOf(query).some(([name, value]) => (url.searchParams.get(name) ?? undefined) !== value))
    return undefined;
  const wanted = piecesOf(path);
  const given = piecesOf(url.pathname);
  const labels = new Map<string, string>();
  for (const [index, piece] of wanted.entries()) {
    const [, label, greedy] = /^\{([^+}]+)(\+?)\}$/.exec(piece) ?? [];
    const found = given[index];
    if (found === undefined) return undefined;
    if (label === undefined) {
      if (decode(found) !== piece) return undefined;
    } else if (greedy === '+') {
      labels.set(label, given.slice(index).map(decode).join('/'));
      return labels;
    } else labels.set(label, decode(found));
  }
  return given.length === wanted.length ? labels : undefined;
};
