/** The command cannot do what it was asked, and the sentence says what was wrong and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
