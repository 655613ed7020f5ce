import { AwsError } from '../../service';
import type { Alarm, AlarmBook } from './alarm';
import { childrenOf } from './alarm-rule';

/**
 * Deletes the alarms that are there, also where other names are of none; at most one of them is composite, and none
 * goes that another composite alarm speaks of. Documented:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 *
 * Assumed: that a name of no alarm is told in the end, and the sentences but for one, which is recorded
 * (https://github.com/cloud-custodian/cloud-custodian/issues/7763).
 */
export const deleteAlarms = (book: AlarmBook, names: readonly string[]): void => {
  const alarms = names.flatMap((name) => book.find(name) ?? []);
  if (alarms.filter(isComposite).length > 1)
    throw new AwsError('ValidationError', 'Only one composite alarm can be deleted per request.');
  const held = alarms.filter((alarm) =>
    book.all().some((other) => !names.includes(other.name) && speaksOf(other, alarm)),
  );
  if (held.length > 0)
    throw new AwsError(
      'ValidationError',
      `Cannot delete ${held.map(({ name }) => name).join(',')} as there are composite alarm(s) depending on them.`,
    );
  for (const { name } of alarms) book.remove(name);
  const missing = names.find((name) => !alarms.some((alarm) => alarm.name === name));
  if (missing !== undefined) throw new AwsError('ResourceNotFound', `Unknown alarm: ${missing}`);
};

const isComposite = ({ kind }: Alarm): boolean => kind.type === 'CompositeAlarm';

const speaksOf = ({ kind }: Alarm, child: Alarm): boolean =>
  kind.type === 'CompositeAlarm' &&
  childrenOf(kind.rule).some((it) => it === child.name || it === child.arn);
