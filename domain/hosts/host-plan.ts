import { InvalidInputError } from '../errors';
import type { Plan, PlannedSetting } from './plan';

const FORMAT_VERSION = '1';
/** Characters of base64 that the parameter Plan of the documents takes. */
const MOST_CHARACTERS = 20_000;

/**
 * The plan as the host's scripts read it: ASCII, lines that end in LF, columns apart by tabs. The first line names the
 * format, its version and the plan's hash; then a line per setting, in the order in which they are applied. An empty
 * column is `-`. Throws InvalidInputError where a column could not be told from its neighbours, or where the plan is
 * longer than the documents take it.
 */
export const toHostPlan = (plan: Plan): string => {
  const lines = [['slipway-plan', FORMAT_VERSION, plan.planHash], ...plan.settings.map(toColumns)];
  const faults = lines.flat().filter((column) => !/^[\x20-\x7e]*$/.test(column));
  if (faults.length > 0)
    throw new InvalidInputError(
      'The plan',
      faults.map((column) => `${JSON.stringify(column)} is not printable ASCII`),
    );
  const text = lines.map((columns) => `${columns.map((it) => it || '-').join('\t')}\n`).join('');
  const characters = Math.ceil(text.length / 3) * 4;
  if (characters > MOST_CHARACTERS)
    throw new InvalidInputError('The plan', [
      `${plan.settings.length} settings are ${characters} characters in base64, and the documents take ${MOST_CHARACTERS}: set fewer things on each of the interfaces`,
    ]);
  return text;
};

const toColumns = (setting: PlannedSetting): readonly string[] => [
  setting.id,
  setting.action,
  setting.key,
  setting.action === 'dropin' ? btoa(setting.value) : setting.value,
  setting.needsReboot ? 'yes' : 'no',
  setting.verify.op,
  setting.verify.read,
  setting.verify.expect,
];
