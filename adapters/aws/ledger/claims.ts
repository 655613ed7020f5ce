import { UnavailableError } from '../../../domain/errors';
import type { Claims } from '../../../domain/ledger/ports';
import type { Clock } from '../../../domain/ports';
import type { Table } from './table';
import { ttlEpochSec } from './table';

/** Claims as items: one conditional put, then a consistent read that compares the owner. */
export const createClaims = (table: Table, clock: Clock): Claims => ({
  take: async (key, owner) => {
    const itemKey = { pk: `claim#${key}`, sk: 'claim' };
    await table.putIf(
      {
        pk: { S: itemKey.pk },
        sk: { S: itemKey.sk },
        owner: { S: owner },
        ttl: { N: String(ttlEpochSec(clock.nowEpochMs(), 'claim')) },
      },
      'attribute_not_exists(pk)',
    );
    const standing = await table.get(itemKey);
    if (standing?.owner?.S === undefined)
      throw new UnavailableError(`The claim ${key} vanished between put and read.`, true);
    return { owner: standing.owner.S, done: standing.doneBy !== undefined };
  },
  finish: (key, owner) =>
    table.note(
      { pk: `claim#${key}`, sk: 'claim' },
      { set: { doneBy: owner }, ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'claim') },
    ),
});
