import type { Clock } from '../../../domain/ports';
import type { OpenGates } from '../../../domain/releases/ports';
import type { ValidationKey } from '../../../domain/releases/validation/validation';
import { StoredOpenGate } from './stored-validation';
import type { ItemKey, Table } from './table';
import { releaseId, ttlEpochSec } from './table';
import { parseBody } from './validations';

const PK = 'open-gates';

/** Gates that wait, all under one key: there are as many as releases under way. */
export const createOpenGates = (table: Table, clock: Clock): OpenGates => ({
  expect: ({ release, executionId, place, hook }, due) =>
    table.note(keyOf({ release, executionId }), {
      set: { body: JSON.stringify({ release, executionId, place, hook, ...due }) },
      ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'claim'),
    }),
  list: async () =>
    (await table.list(PK)).map((item) => parseBody(StoredOpenGate, item, item.sk?.S ?? PK)),
  close: (key) => table.remove(keyOf(key)),
});

const keyOf = ({ release, executionId }: ValidationKey): ItemKey => ({
  pk: PK,
  sk: `${releaseId(release)}#${executionId}`,
});
