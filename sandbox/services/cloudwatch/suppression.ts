import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../service';
import type { Alarm, AlarmBook, Suppression } from './alarm';

/** What keeps a composite alarm from its actions, and the alarms that another one keeps from them. */
export interface Suppressing {
  /** Undefined where its actions are performed at once. */
  of(alarm: Alarm, value: StateValue): Suppression | undefined;
  /** Does what follows when a suppression has lasted as long as it may, unless it has changed meanwhile. */
  arm(alarm: Alarm): void;
  /** The alarms that this one suppresses were it in ALARM, with what its new state makes of them. */
  changedBy(suppressor: Alarm): readonly { readonly alarm: Alarm; readonly by: Suppression }[];
}

const toSuppression = (by: Suppression['by']): Suppression => ({
  by,
  reason: `Actions suppressed by ${by}`,
});

const settingsOf = ({ kind }: Alarm) => {
  if (kind.type !== 'CompositeAlarm' || kind.input.ActionsSuppressor === undefined)
    return undefined;
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: waitSec = 0,
    ActionsSuppressorExtensionPeriod: extensionSec = 0,
  } = kind.input;
  return { suppressor: suppressor.replace(/^arn:.*:alarm:/, ''), waitSec, extensionSec };
};

/**
 * Actions are suppressed while the suppressor is in ALARM, while the alarm waits for it to go there, and for a while
 * after it has left.
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html; that actions of
 * other states than ALARM do not wait is assumed.
 */
export const createSuppressing = (
  cloud: Pick<Cloud, 'clock'>,
  book: AlarmBook,
  onEnd: (alarm: Alarm) => void,
): Suppressing => ({
  of: (alarm, value) => {
    const settings = settingsOf(alarm);
    if (settings === undefined) return undefined;
    if (book.find(settings.suppressor)?.state.value === 'ALARM') return toSuppression('Alarm');
    return value === 'ALARM' && settings.waitSec > 0 ? toSuppression('WaitPeriod') : undefined;
  },
  arm: (alarm) => {
    const { name } = alarm;
    const { suppression } = alarm.state;
    const settings = settingsOf(alarm);
    if (settings === undefined || suppression === undefined || suppression.by === 'Alarm') return;
    const sec = suppression.by === 'WaitPeriod' ? settings.waitSec : settings.extensionSec;
    cloud.clock.after(sec * 1_000, () => {
      const now = book.find(name);
      if (now?.state.suppression === suppression) onEnd(now);
    });
  },
  changedBy: (suppressor) =>
    book.all().flatMap((alarm) => {
      const { suppression } = alarm.state;
      if (settingsOf(alarm)?.suppressor !== suppressor.name || suppression === undefined) return [];
      if (suppressor.state.value === 'ALARM')
        return suppression.by === 'Alarm' ? [] : [{ alarm, by: toSuppression('Alarm') }];
      return suppression.by === 'Alarm' ? [{ alarm, by: toSuppression('ExtensionPeriod') }] : [];
    }),
});
