import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  createMetricBaselineEye,
  createMetricThresholdEye,
} from '../../../../adapters/aws/observers/metrics';
import type { MetricBaselineCheck } from '../../../../domain/releases/checks/check';
import type { MetricsPort } from '../../../../sandbox/service';
import { createCloudWatch } from '../../../../sandbox/services/cloudwatch/cloudwatch';
import { type LocalAws, startLocalAws } from '../../../sandbox/wire/local-aws';
import { aMessagingCloud } from '../../../support/messaging-cloud';
import { aBaseline, aLook, aQuery, aSource, aThreshold } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const signal = new AbortController().signal;

let aws: LocalAws;
let client: CloudWatchClient;
let metrics: MetricsPort;
beforeAll(async () => {
  const { cloud } = aMessagingCloud();
  aws = await startLocalAws((wired) => {
    const cloudWatch = createCloudWatch({
      ...cloud,
      ...wired,
      clock: cloud.clock,
      ports: cloud.ports,
    });
    ({ metrics } = cloudWatch);
    return [cloudWatch.service];
  });
  client = new CloudWatchClient(aws.client());
});
afterAll(() => aws.close());

/** One value a minute, from the given minute before or after noon on: as AWS's own services put them. */
const put = async (
  dimensions: Readonly<Record<string, string>>,
  [firstMinute, ...values]: readonly [number, ...number[]],
  { namespace = 'AWS/Lambda', metric: name = 'Duration' } = {},
): Promise<void> => {
  for (const [index, value] of values.entries()) {
    const atEpochMs = NOON + (firstMinute + index) * MINUTE;
    metrics.put({ metric: { namespace, name, dimensions }, atEpochMs, value });
  }
};

/** Half a minute past the given minute after noon, when nothing of that minute counts yet. */
const clockAt = (minute: number) => ({
  nowEpochMs: () => NOON + minute * MINUTE + 30_000,
  abortAfter: () => signal,
});
/** Started ten seconds past noon: the first whole minute is the next one. */
const subjectOf = (functionName: string) =>
  aSubject({
    startedAt: '2026-11-21T12:00:10.000Z',
    lambda: { functionName, alias: 'live', currentVersion: '1', targetVersion: '2' },
  });
const lookAt = <C>(check: C, functionName: string) =>
  aLook(check, { subject: subjectOf(functionName) });

describe('the eye of a threshold', () => {
  const check = aThreshold({ source: aSource('Duration'), windowSec: 180 });
  const look = (minute: number, functionName: string) =>
    createMetricThresholdEye(client, clockAt(minute))(lookAt(check, functionName), signal);

  it('sees whole minutes since the release started, then the last of them, in their order', async () => {
    await put({ FunctionName: 'grows' }, [-2, 91, 92, 93, 1, 2, 3, 4, 5, 6]);
    expect(await look(3, 'grows')).toEqual({
      kind: 'metric-threshold',
      points: {
        values: [1, 2],
        from: '2026-11-21T12:01:00.000Z',
        until: '2026-11-21T12:03:00.000Z',
      },
    });
    expect(await look(6, 'grows')).toMatchObject({ points: { values: [3, 4, 5] } });
  });

  it('leaves out the last seconds, whose points may be on their way', async () => {
    await put({ FunctionName: 'lags' }, [1, 1, 2, 3, 0.5]);
    const lagging = aThreshold({ source: aSource('Duration'), lagSec: 60 });
    const seen = await createMetricThresholdEye(client, clockAt(5))(
      lookAt(lagging, 'lags'),
      signal,
    );
    expect(seen).toMatchObject({
      points: { values: [1, 2, 3], until: '2026-11-21T12:04:00.000Z' },
    });
  });

  it('asks nothing before the first minute is over', async () => {
    await put({ FunctionName: 'new' }, [0, 7]);
    expect(await look(0, 'new')).toMatchObject({
      points: {
        values: [],
        from: '2026-11-21T12:00:00.000Z',
        until: '2026-11-21T12:00:00.000Z',
      },
    });
  });

  it('sees the traffic of the same time', async () => {
    await put({ FunctionName: 'busy' }, [1, 5, 6]);
    await put({ FunctionName: 'busy' }, [1, 100, 200], { metric: 'Invocations' });
    const withTraffic = aThreshold({
      source: aSource('Duration'),
      traffic: { source: aSource('Invocations'), atLeast: 1 },
    });
    const eye = createMetricThresholdEye(client, clockAt(3));
    expect(await eye(lookAt(withTraffic, 'busy'), signal)).toMatchObject({
      points: { values: [5, 6] },
      traffic: { values: [100, 200] },
    });
  });

  it('sees nothing where nothing was put', async () => {
    expect(await look(3, 'idle')).toMatchObject({ points: { values: [] } });
  });

  it('gives up when the signal aborts', async () => {
    const eye = createMetricThresholdEye(client, clockAt(3));
    await expect(eye(lookAt(check, 'grows'), AbortSignal.abort())).rejects.toThrow('abort');
  });
});

describe('the eye of a baseline', () => {
  const look = (
    functionName: string,
    baseline: MetricBaselineCheck['baseline'],
    source = aSource('Duration', 'Average'),
  ) =>
    createMetricBaselineEye(client, clockAt(4))(
      lookAt(aBaseline({ baseline, source }), functionName),
      signal,
    );
  const ofVersion = (version: string, functionName: string) => ({
    FunctionName: functionName,
    Resource: `${functionName}:live`,
    ExecutedVersion: version,
  });

  it('holds the new version against the one before at the same time', async () => {
    await put(ofVersion('2', 'pair'), [0, 90, 20, 21, 22]);
    await put(ofVersion('1', 'pair'), [0, 91, 10, 11, 12]);
    const span = { from: '2026-11-21T12:01:00.000Z', until: '2026-11-21T12:04:00.000Z' };
    expect(await look('pair', { kind: 'previous-version' })).toEqual({
      kind: 'metric-baseline',
      experiment: { values: [20, 21, 22], ...span },
      control: { values: [10, 11, 12], ...span },
    });
  });

  it("finds the version before in a team's own metric by its placeholder", async () => {
    const source = {
      queries: {
        q: aQuery({
          namespace: 'Shop',
          metric: 'Duration',
          dimensions: { build: 'v{{targetVersion}}' },
          stat: 'Average',
        }),
      },
    };
    await put({ build: 'v2' }, [1, 8, 9], { namespace: 'Shop' });
    await put({ build: 'v1' }, [1, 6, 7], { namespace: 'Shop' });
    expect(await look('any', { kind: 'previous-version' }, source)).toMatchObject({
      experiment: { values: [8, 9] },
      control: { values: [6, 7] },
    });
  });

  it('holds the time since the release against the time before it', async () => {
    await put({ FunctionName: 'alone' }, [-60, 31, 32, 33]);
    await put({ FunctionName: 'alone' }, [-3, 11, 12, 13, 99, 21, 22, 23]);
    expect(await look('alone', { kind: 'previous-window', agoSec: 60 })).toEqual({
      kind: 'metric-baseline',
      experiment: {
        values: [21, 22, 23],
        from: '2026-11-21T12:01:00.000Z',
        until: '2026-11-21T12:04:00.000Z',
      },
      control: {
        values: [11, 12, 13],
        from: '2026-11-21T11:57:00.000Z',
        until: '2026-11-21T12:00:00.000Z',
      },
    });
    expect(await look('alone', { kind: 'previous-window', agoSec: 3660 })).toMatchObject({
      control: { values: [31, 32, 33], from: '2026-11-21T11:00:00.000Z' },
    });
  });

  it('holds it against the dimensions of a control group', async () => {
    await put({ FunctionName: 'canary' }, [1, 5]);
    await put({ FunctionName: 'stable' }, [1, 4]);
    expect(
      await look('canary', { kind: 'control', dimensions: { FunctionName: 'stable' } }),
    ).toMatchObject({ experiment: { values: [5] }, control: { values: [4] } });
  });

  it.each([
    ['its control is the new version', { kind: 'control', dimensions: { FunctionName: 'self' } }],
    ['nothing tells the versions apart', { kind: 'previous-version' }],
  ] as const)('refuses where %s', async (_, baseline) => {
    const source = { queries: { q: aQuery({ namespace: 'Shop' }) } };
    expect(await look('self', baseline, source)).toMatchObject({
      kind: 'fault',
      code: 'BaselineIsTheSame',
    });
  });

  it('cannot look where the release is not one of a function', async () => {
    const eye = createMetricBaselineEye(client, clockAt(4));
    const subject = aSubject({ lambda: undefined });
    await expect(eye(aLook(aBaseline(), { subject }), signal)).rejects.toThrow(
      '{{functionName}} is nothing that this release has',
    );
  });
});
