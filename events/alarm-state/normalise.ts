import type * as z from 'zod/mini';
import type { Carrier, Reading, Told } from '../envelope/reading';
import { isObject, placeOfArn, readAs } from '../envelope/reading';
import { readJson } from '../envelope/read-json';
import { AlarmAction, AlarmMessage, AlarmState } from './schema';

/** An alarm went into a state. Being in ALARM is not yet a reason to act. */
export interface AlarmStateEvent extends Told {
  readonly meaning: 'AlarmState';
  readonly account: string;
  /** Absent in a message that names it for people only. */
  readonly region?: string;
  /** When the alarm changed, ISO-8601 UTC. */
  readonly at: string;
  readonly alarmName: string;
  /** Undefined for a word that AWS is not known to use. */
  readonly state?: AlarmValue;
  readonly previousState?: AlarmValue;
  readonly isComposite: boolean;
  /** Set where a composite alarm's actions are held back: nobody must act. Messages on a topic never say it. */
  readonly suppressedBy?: string;
  /** Too much to evaluate: the state rests on part of the data. */
  readonly isPartial: boolean;
  readonly reason?: string;
  readonly reasonData?: Readonly<Record<string, unknown>>;
}

const VALUES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
type AlarmValue = (typeof VALUES)[number];

export const fromBus = (value: unknown): Reading<AlarmStateEvent> =>
  readAs(AlarmState, value, ({ id, account, region, time, detail }) =>
    toEvent({ id, account, region, time, change: detail }),
  );

export const fromAction = (value: unknown): Reading<AlarmStateEvent> =>
  readAs(AlarmAction, value, ({ accountId: account, region, time, alarmData }) =>
    toEvent({ account, region, time, change: alarmData }),
  );

export const fromMessage = (value: unknown, carrier: Carrier): Reading<AlarmStateEvent> =>
  readAs(AlarmMessage, value, (message) =>
    toEvent({
      id: carrier.id,
      account: message.AWSAccountId,
      region: placeOfArn(message.AlarmArn).region ?? carrier.region,
      time: message.StateChangeTime,
      change: {
        alarmName: message.AlarmName,
        state: { value: message.NewStateValue, reason: message.NewStateReason },
        previousState:
          message.OldStateValue === undefined ? undefined : { value: message.OldStateValue },
        configuration: { alarmRule: message.AlarmRule },
      },
    }),
  );

const toEvent = ({
  id,
  account,
  region,
  time,
  change: { alarmName, state, previousState, configuration },
}: {
  readonly id?: string;
  readonly account: string;
  readonly region?: string;
  readonly time: string;
  readonly change: z.infer<typeof AlarmState>['detail'];
}): AlarmStateEvent => {
  const at = state.timestamp ?? time;
  const key = `alarm/${account}/${region ?? '-'}/${alarmName}/${state.value.slice(0, 40)}/${at}`;
  return {
    meaning: 'AlarmState',
    id: id ?? key,
    key,
    account,
    region,
    at,
    alarmName,
    state: toValue(state.value),
    previousState: previousState && toValue(previousState.value),
    isComposite: configuration?.alarmRule !== undefined,
    suppressedBy: state.actionsSuppressedBy,
    isPartial: state.evaluationState === 'PARTIAL_DATA',
    reason: state.reason,
    reasonData: toReasonData(state.reasonData),
  };
};

const toValue = (word: string): AlarmValue | undefined => VALUES.find((value) => value === word);

const toReasonData = (text: string | undefined): AlarmStateEvent['reasonData'] => {
  const reading = text === undefined ? undefined : readJson(text);
  return reading !== undefined && 'value' in reading && isObject(reading.value)
    ? reading.value
    : undefined;
};
