import { createSandbox } from '../sandbox/cloud';
import type { SetOutcome } from '../sandbox/provenance/conformance/outcome';
import { compareRecordings } from '../sandbox/provenance/replay/compare';
import { namesOf } from '../sandbox/provenance/replay/probe';
import { probes } from '../sandbox/provenance/replay/probes';
import { type Recording, toRecordings } from '../sandbox/provenance/replay/recording-file';
import { runProbes } from '../sandbox/provenance/replay/run-probes';
import { createProbeClients } from './probe-clients';

const ACCOUNT = '123456789012';
const PREFIX = 'slipway-verify-here';
const START_EPOCH_MS = Date.UTC(2026, 10, 21, 12);

/**
 * Asks the sandbox what AWS was asked, and compares. Throws where a probe breaks, which no answer of AWS's did.
 * `packageFolder` as for createSandbox.
 */
export const replayRecordings = async (
  packageFolder: string,
  recorded: readonly Recording[],
): Promise<SetOutcome> => {
  const [{ region } = { region: 'eu-west-1' }] = recorded;
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: START_EPOCH_MS,
    channels: ['releases'],
  });
  try {
    const { recordings, faults } = await runProbes({
      probes: probes.filter(({ id }) => recorded.some(({ probe }) => probe === id)),
      roles: {
        lambda: `arn:aws:iam::${ACCOUNT}:role/probed`,
        codeDeploy: `arn:aws:iam::${ACCOUNT}:role/deploys`,
      },
      names: namesOf(PREFIX),
      place: { account: ACCOUNT, region },
      clients: createProbeClients({
        region: 'eu-west-1',
        endpoint: sandbox.url,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      signal: new AbortController().signal,
      wait: (ms) => sandbox.clock.hold(() => sandbox.clock.sleep(ms)),
      tell: () => undefined,
    });
    if (faults.length > 0) throw new Error(faults.join('\n'));
    const about = { account: ACCOUNT, prefix: PREFIX, region, recordedAt: '' };
    return compareRecordings(recorded, toRecordings(recordings, about));
  } finally {
    await sandbox.stop();
  }
};
