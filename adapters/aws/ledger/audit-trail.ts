import type { AuditTrail } from '../../../domain/ledger/audit-trail';
import type { Clock } from '../../../domain/ports';
import type { Table } from './table';
import { releasePk, ttlEpochSec } from './table';

/** What people did, as items under their release, in the order of time, that are written once. */
export const createAuditTrail = (table: Pick<Table, 'putIf'>, clock: Clock): AuditTrail => ({
  append: (release, { at, executionId, who, ...entry }) =>
    table.putIf(
      {
        pk: { S: releasePk(release) },
        sk: { S: `audit#${at}#${executionId}#${who}` },
        body: { S: JSON.stringify({ at, executionId, who, ...entry }) },
        ttl: { N: String(ttlEpochSec(clock.nowEpochMs(), 'release')) },
      },
      'attribute_not_exists(pk)',
    ),
});
