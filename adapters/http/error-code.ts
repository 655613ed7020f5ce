/** What Node calls an error of a connection, e.g. `ECONNREFUSED`. */
export const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? String(thrown.code)
    : 'unknown';
