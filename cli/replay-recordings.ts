import { createSandbox, type Sandbox } from '../sandbox/cloud';
import type { SetOutcome } from '../sandbox/provenance/conformance/outcome';
import { compareRecordings } from '../sandbox/provenance/replay/compare';
import { namesOf, type Probe } from '../sandbox/provenance/replay/probe';
import { probes } from '../sandbox/provenance/replay/probes';
import { type Recording, toRecordings } from '../sandbox/provenance/replay/recording-file';
import { runProbes } from '../sandbox/provenance/replay/run-probes';
import { createProbeClients } from './probe-clients';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const PREFIX = 'slipway-verify-here';
const START_EPOCH_MS = Date.UTC(2026, 10, 21, 12);

export interface AskedSandbox {
  readonly recordings: readonly Recording[];
  readonly faults: readonly string[];
  readonly left: readonly string[];
}

/**
 * Asks a fresh sandbox in AWS's place, after `prepare`. No time passes but while a probe waits, as if the sandbox
 * answered as fast as it can be asked. `packageFolder` as for createSandbox.
 */
export const askSandbox = async (
  packageFolder: string,
  asked: readonly Probe[],
  prepare: (sandbox: Sandbox) => void = () => undefined,
): Promise<AskedSandbox> => {
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: START_EPOCH_MS,
    channels: ['releases'],
  });
  try {
    prepare(sandbox);
    const run = {
      probes: asked,
      names: namesOf(PREFIX),
      place: { account: ACCOUNT, region: REGION },
      clients: createProbeClients({
        region: REGION,
        endpoint: sandbox.url,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      signal: new AbortController().signal,
      wait: (ms: number) => sandbox.clock.sleep(ms),
      tell: () => undefined,
    };
    const { recordings, faults, left } = await sandbox.clock.hold(() => runProbes(run));
    const about = { account: ACCOUNT, prefix: PREFIX, region: REGION, recordedAt: '' };
    return { recordings: toRecordings(recordings, about), faults, left };
  } finally {
    await sandbox.stop();
  }
};

/**
 * Asks the sandbox what AWS was asked, and compares. Throws where a probe breaks, which no answer of AWS's did.
 * `packageFolder` as for createSandbox.
 */
export const replayRecordings = async (
  packageFolder: string,
  recorded: readonly Recording[],
): Promise<SetOutcome> => {
  const asked = probes.filter(({ id }) => recorded.some(({ probe }) => probe === id));
  const { recordings, faults } = await askSandbox(packageFolder, asked);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return compareRecordings(recorded, recordings);
};
