import { exceedsPayloadLimit, type Json } from '../json';

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

const ALL_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Whether an Assign is too much: 256 KiB at once, 10 MiB of all that a state then sees. documented, page as above; that
 * States.DataLimitExceeded is what it fails with is assumed.
 */
export const exceedsVariablesLimit = (
  { variables }: { readonly variables: Pick<Variables, 'all'> },
  assigned: Readonly<Record<string, Json>>,
): boolean => {
  if (Object.keys(assigned).length === 0) return false;
  if (exceedsPayloadLimit(JSON.stringify(assigned))) return true;
  const all = JSON.stringify({ ...variables.all(), ...assigned });
  return Buffer.byteLength(all) > ALL_LIMIT_BYTES;
};
