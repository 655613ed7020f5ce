import type * as z from 'zod/mini';
import { UnavailableError } from '../../../domain/errors';
import type { Clock } from '../../../domain/ports';
import { parseJson } from '../../../domain/releases/checks/json';
import type { Validations } from '../../../domain/releases/ports';
import type { ValidationKey } from '../../../domain/releases/validation/validation';
import { StoredApproval, StoredMeasurement, StoredValidation } from './stored-validation';
import type { Item, Table } from './table';
import { releaseId, ttlEpochSec } from './table';

/**
 * Gates, with what was seen there, as items that are written once: two who write the same leave the first. Throws
 * UnavailableError where what is stored cannot be read.
 */
export const createValidations = (table: Table, clock: Clock): Validations => {
  const putOnce = async (key: ValidationKey, sk: string, body: object): Promise<void> => {
    await table.putIf(
      {
        pk: { S: pkOf(key) },
        sk: { S: sk },
        body: { S: JSON.stringify(body) },
        ttl: { N: String(ttlEpochSec(clock.nowEpochMs(), 'release')) },
      },
      'attribute_not_exists(pk)',
    );
  };
  const getBack = async <Schema extends z.ZodMiniType>(
    key: ValidationKey,
    sk: string,
    schema: Schema,
  ): Promise<z.output<Schema>> =>
    parseBody(schema, (await table.get({ pk: pkOf(key), sk })) ?? {}, `${pkOf(key)} ${sk}`);
  return {
    open: async (validation) => {
      await putOnce(validation, 'gate', validation);
      return getBack(validation, 'gate', StoredValidation);
    },
    read: async (key) => {
      const items = await table.list(pkOf(key));
      const gate = items.find((item) => item.sk?.S === 'gate');
      const approval = items.find((item) => item.sk?.S === 'approval');
      return (
        gate && {
          validation: parseBody(StoredValidation, gate, pkOf(key)),
          measurements: items
            .filter((item) => item.sk?.S?.startsWith('look#'))
            .map((item) => parseBody(StoredMeasurement, item, `${pkOf(key)} ${item.sk?.S ?? ''}`)),
          approval: approval && parseBody(StoredApproval, approval, pkOf(key)),
        }
      );
    },
    add: (key, measurement) => {
      const sequence = String(measurement.sequence).padStart(6, '0');
      return putOnce(key, `look#${measurement.check}#${sequence}`, measurement);
    },
    approve: async (key, approval) => {
      await putOnce(key, 'approval', approval);
      return getBack(key, 'approval', StoredApproval);
    },
  };
};

const pkOf = ({ release, executionId }: ValidationKey): string =>
  `gate#${releaseId(release)}#${executionId}`;

/** Throws UnavailableError where the item's body is not what it should be. */
export const parseBody = <Schema extends z.ZodMiniType>(
  schema: Schema,
  item: Item,
  name: string,
): z.output<Schema> => {
  const parsed = schema.safeParse(parseJson(item.body?.S ?? ''));
  if (parsed.success) return parsed.data;
  throw new UnavailableError(`What the ledger has of ${name} cannot be read.`, false, {
    cause: parsed.error,
  });
};
