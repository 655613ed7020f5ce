/** Why a pattern is refused, in the words that AWS puts behind `Event pattern is not valid. Reason: `. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** For use where a value is needed: `return value ?? refuse('…')`. */
export const refuse = (reason: string): never => {
  throw new PatternError(reason);
};
