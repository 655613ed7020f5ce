import type { Item, Table } from '../../adapters/aws/ledger/table';

/** The ledger's table in memory, as far as published policies need it: items are put once, or anew by version. */
export const aTableInMemory = (): Table => {
  const items = new Map<string, Item>();
  const keyOf = (pk = '', sk = ''): string => `${pk} ${sk}`;
  return {
    get: async ({ pk, sk }) => items.get(keyOf(pk, sk)),
    list: async (pk) =>
      [...items.entries()]
        .filter(([key]) => key.startsWith(`${pk} `))
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([, item]) => item),
    putIf: async (item, condition) => {
      const key = keyOf(item.pk?.S, item.sk?.S);
      if (items.has(key) && !condition.includes('version < :version')) return false;
      items.set(key, item);
      return true;
    },
    note: () => Promise.reject(new Error('Not in this fake.')),
    remove: () => Promise.reject(new Error('Not in this fake.')),
  };
};
