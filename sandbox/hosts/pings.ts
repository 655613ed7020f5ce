import { type Host, isReachable, type Pings } from './host';

/**
 * The SSM agent pings when it starts, and every five minutes from then on (documented:
 * https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/appconfig/constants.go, DefaultSsmHealthFrequencyMinutes).
 */
const PING_EVERY_MS = 5 * 60_000;
/** Assumed: two pings in a row that do not come. */
const LOST_AFTER_MS = 2 * PING_EVERY_MS;

export const lastPingOf = ({ pings }: Host, nowEpochMs: number): number | undefined =>
  pings.sinceEpochMs === undefined ? pings.lastEpochMs : pingBefore(pings.sinceEpochMs, nowEpochMs);

/** What DescribeInstanceInformation says: it knows of pings alone, not of a host that has just gone down. */
export const pingStatusOf = (host: Host, nowEpochMs: number): 'Online' | 'ConnectionLost' =>
  nowEpochMs - (lastPingOf(host, nowEpochMs) ?? 0) <= LOST_AFTER_MS ? 'Online' : 'ConnectionLost';

/** The pings of a host whose power or agents may just have changed. */
export const afterChange = (host: Host, nowEpochMs: number): Pings => {
  const { pings } = host;
  const isThere = isReachable(host, 'ssm');
  if (isThere === (pings.sinceEpochMs !== undefined)) return pings;
  return isThere
    ? { ...pings, firstEpochMs: pings.firstEpochMs ?? nowEpochMs, sinceEpochMs: nowEpochMs }
    : {
        ...pings,
        sinceEpochMs: undefined,
        lastEpochMs: pingBefore(pings.sinceEpochMs ?? nowEpochMs, nowEpochMs),
      };
};

const pingBefore = (sinceEpochMs: number, nowEpochMs: number): number =>
  nowEpochMs - ((nowEpochMs - sinceEpochMs) % PING_EVERY_MS);
