import type { Json } from '../json';

/**
 * The variables that a state sees. A branch of Parallel and an iteration of Map read the outer ones and write
 * their own. documented (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
 */
export interface Variables {
  all(): Readonly<Record<string, Json>>;
  assign(values: Readonly<Record<string, Json>>): void;
  inner(): Variables;
}

export const createVariables = (outer?: Variables): Variables => {
  let own: Readonly<Record<string, Json>> = {};
  const it: Variables = {
    all: () => ({ ...outer?.all(), ...own }),
    assign: (values) => {
      own = { ...own, ...values };
    },
    inner: () => createVariables(it),
  };
  return it;
};
