/** Time, as the domain and the functions know it. */
export interface Clock {
  nowEpochMs(): number;
  /** A signal that aborts after so many milliseconds. */
  abortAfter(delayMs: number): AbortSignal;
}
