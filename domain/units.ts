/** An ISO-8601 UTC string, as times look wherever they cross a boundary. */
export const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

/** A text of at most `most` characters; what is cut shows as an ellipsis. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
