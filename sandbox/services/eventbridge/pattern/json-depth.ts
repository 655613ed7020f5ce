const OPENING = /"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs;

/** How many objects and arrays of a JSON text stand in each other at most; 0 for a text without any. */
export const depthOfJson = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(OPENING)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
};
