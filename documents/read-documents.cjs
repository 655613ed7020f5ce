const { readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { parse } = require('yaml');

const INLINED = /^inline (scripts\/[a-z-]+\.sh)$/;
const PART = /^\. "\$SLIPWAY_PARTS\/([a-z-]+\.sh)"$/;
const NOT_NEEDED = /^\s*(?:#|$)/;
const HERE_DOCUMENT = /<<'?([A-Z]+)'?$/;

/**
 * A script as one text: each line that sources a part becomes the part. Comments, empty lines and indentation are left
 * out, since a document and its parameters together may have 64 KB; they can be read here. A here-document is data and
 * keeps every line.
 *
 * @param {string} path below this folder
 * @returns {string}
 */
const inlineScript = (path) => {
  const [first, ...rest] = linesOf(join(__dirname, path));
  return `${[first, ...bare(rest)].join('\n')}\n`;
};

/** @param {readonly string[]} lines @returns {readonly string[]} */
const bare = (lines) => {
  /** @type {string | undefined} the word that ends the here-document that a line is in */
  let end;
  return lines.flatMap((line) => {
    const inHereDocument = end !== undefined;
    if (inHereDocument && line === end) end = undefined;
    else if (!inHereDocument) end = HERE_DOCUMENT.exec(line)?.[1];
    const part = PART.exec(line)?.[1];
    if (part !== undefined) return inlinePart(part, inHereDocument);
    if (inHereDocument) return [line];
    return NOT_NEEDED.test(line) ? [] : [line.trimStart()];
  });
};

/** @param {string} part @param {boolean} asData a here-document holds it: it becomes a script of its own */
const inlinePart = (part, asData) => {
  const lines = linesOf(join(__dirname, 'scripts/parts', part));
  return asData ? lines : bare(lines);
};

/** @param {string} path */
const linesOf = (path) => readFileSync(path, 'utf8').trimEnd().split('\n');

/** @param {string} _key @param {unknown} value */
const withScripts = (_key, value) => {
  const path = typeof value === 'string' ? INLINED.exec(value)?.[1] : undefined;
  return path === undefined ? value : inlineScript(path);
};

/**
 * The SSM documents, with their scripts in them: what `CreateDocument` takes as JSON.
 *
 * @returns {readonly { name: string, content: Record<string, unknown> }[]} by name, ascending
 */
const readDocuments = () =>
  readdirSync(__dirname)
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .map((file) => {
      const written = parse(readFileSync(join(__dirname, file), 'utf8'));
      return {
        name: basename(file, '.yml'),
        content: JSON.parse(JSON.stringify(written), withScripts),
      };
    });

module.exports = { inlineScript, readDocuments };
