/** Where an alias sends its traffic: `version` takes what the weights leave. */
export interface Route {
  readonly version: string;
  /** Version to weight, 0–1. */
  readonly additional: Readonly<Record<string, number>>;
}

/**
 * The version that takes this invocation; `draw` is 0 ≤ draw < 1 and uniform. A weight of 0 takes none, 1 takes all.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html)
 */
export const pickVersion = ({ version, additional }: Route, draw: number): string => {
  let below = 0;
  for (const [other, weight] of Object.entries(additional)) {
    below += weight;
    if (draw < below) return other;
  }
  return version;
};
