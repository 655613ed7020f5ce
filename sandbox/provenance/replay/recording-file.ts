import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Place, ProbeRecording } from './probe';

/** Where AWS's answers are kept, one file to a service. */
export const RECORDINGS_FOLDER = join(__dirname, '..', 'recordings');

export const Recording = z.object({
  probe: z.string(),
  /** ISO-8601, UTC. */
  recordedAt: z.string(),
  region: z.string(),
  steps: z.array(
    z.union([
      z.object({ step: z.string(), answer: z.json() }),
      z.object({
        step: z.string(),
        error: z.object({ code: z.string(), message: z.string(), status: z.number() }),
      }),
    ]),
  ),
});
export type Recording = z.infer<typeof Recording>;
const Recordings = z.array(Recording);

/** What no recording may tell, and what would differ from run to run. */
export interface Redaction extends Place {
  readonly prefix: string;
  readonly recordedAt: string;
  /** Who asked: AWS names them where it refuses them. */
  readonly caller?: string;
}

const ACCOUNT = '123456789012';
/** The sandbox's: where else AWS was asked stands beside the answers. */
const REGION = 'eu-west-1';
const PREFIX = 'slipway-verify';
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** CodeDeploy's ids of deployments; the one that probes make up stays. */
const DEPLOYMENT_ID = /\bd-(?!ABCDEFGHI\b)[A-Z0-9]{9}\b/g;
/** IAM's ids of roles, policies and users. */
const PRINCIPAL_ID = /\bA(?:ROA|IDA|NPA|SIA|KIA)[A-Z0-9]{12,}\b/g;
/** Ids of requests that are no UUIDs. */
const REQUEST_ID = /(request id:? )[A-Za-z0-9-]+/gi;
/** Of a time stays only how it is written. */
const TIME = /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?/g;
/** The name that AWS gives to a session of a role. */
const SESSION = /(:assumed-role\/[^/"\s]+\/)[\w+=,.@-]+/g;
const CALLER = `arn:aws:iam::${ACCOUNT}:user/caller`;

/** Recordings without account id, caller, region, names of the run, times, and ids that AWS made up. */
export const toRecordings = (
  recordings: readonly ProbeRecording[],
  { account, caller = CALLER, prefix, region, recordedAt }: Redaction,
): readonly Recording[] => {
  const text = JSON.stringify(recordings)
    .replaceAll(caller, CALLER)
    .replaceAll(account, ACCOUNT)
    .replaceAll(region, REGION)
    .replaceAll(prefix, PREFIX)
    .replace(UUID, 'UUID')
    .replace(DEPLOYMENT_ID, 'd-000000000')
    .replace(PRINCIPAL_ID, 'PRINCIPALID')
    .replace(REQUEST_ID, '$1UUID')
    .replace(SESSION, '$1SESSION')
    .replace(TIME, (time) => time.replaceAll(/\d/g, '0'));
  const parsed: unknown = JSON.parse(text);
  return z
    .array(z.looseObject({}))
    .parse(parsed)
    .map((it) => Recording.parse({ ...it, recordedAt, region }));
};

/** The service is the probe's name up to the first dash. */
const serviceOf = ({ probe }: Pick<Recording, 'probe'>): string => probe.replace(/-.*$/, '');

const readFileIfThere = async (path: string): Promise<readonly Recording[]> => {
  const text = await readFile(path, 'utf8').catch(() => '[]');
  const parsed: unknown = JSON.parse(text);
  return Recordings.parse(parsed);
};

/** Writes a file to each service that was asked: what it held of other probes stays. Gives the paths. */
export const writeRecordings = async (
  folder: string,
  recordings: readonly Recording[],
): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const service of new Set(recordings.map(serviceOf))) {
    const path = join(folder, `${service}.json`);
    const fresh = recordings.filter((it) => serviceOf(it) === service);
    const kept = (await readFileIfThere(path)).filter(
      (it) => !fresh.some(({ probe }) => probe === it.probe),
    );
    const all = [...kept, ...fresh].sort((a, b) => (a.probe < b.probe ? -1 : 1));
    await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
    paths.push(path);
  }
  return paths;
};

/** Empty where nobody has run `npm run verify:aws` against AWS yet. */
export const readRecordingFolder = async (folder: string): Promise<readonly Recording[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((it) => it.endsWith('.json'));
  const files = await Promise.all(names.map((name) => readFileIfThere(join(folder, name))));
  return files.flat();
};
