import { readFile, stat } from 'node:fs/promises';
import type { ParsedMeasurement } from '../../adapters/rt-tests/parsed-measurement';
import { parseMeasurements } from '../../adapters/rt-tests/parse-measurements';
import { InvalidInputError } from '../../domain/errors';
import type { CpuMeasurement } from '../../domain/hosts/latency/measurement';
import { UsageError } from '../usage-error';

/** 192 CPUs with full histograms of 20,000 buckets are less than that. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface MeasurementOfFile extends ParsedMeasurement {
  readonly file: string;
}

/** All measurements of the files, in their order. Throws UsageError for the first file that cannot be read. */
export const readMeasurements = async (
  files: readonly string[],
): Promise<readonly MeasurementOfFile[]> => {
  const all: MeasurementOfFile[] = [];
  for (const file of files) all.push(...(await readMeasurementFile(file)));
  return all;
};

/** The measurements of CPUs among them: those that others can be compared with. */
export const readComparable = async (
  files: readonly string[],
): Promise<readonly CpuMeasurement[]> => {
  const all = await readMeasurements(files);
  return all.map(({ file, measurement }) => {
    if (measurement.kind === 'cpus') return measurement;
    throw new UsageError(
      `${quoted(file)} has no CPUs to compare with: it is a result of ${measurement.tool}.`,
    );
  });
};

const readMeasurementFile = async (file: string): Promise<readonly MeasurementOfFile[]> => {
  const text = await readText(file);
  try {
    return parseMeasurements(text).map((parsed) => ({ file, ...parsed }));
  } catch (thrown) {
    if (!(thrown instanceof InvalidInputError)) throw thrown;
    throw new UsageError(`${quoted(file)} cannot be judged: ${thrown.message}`, { cause: thrown });
  }
};

const readText = async (file: string): Promise<string> => {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UsageError(`${quoted(file)} is not there. Give the path of a measurement.`, {
      cause,
    });
  });
  if (!found.isFile())
    throw new UsageError(
      `${quoted(file)} is ${found.isDirectory() ? 'a folder' : 'not a file'}. Give the path of a measurement.`,
    );
  if (found.size > MOST_BYTES)
    throw new UsageError(
      `${quoted(file)} has ${Math.round(found.size / 1024 / 1024)} MiB, at most ${MOST_BYTES / 1024 / 1024} are read. It is hardly a result of cyclictest, oslat or hwlatdetect.`,
    );
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${quoted(file)} cannot be read. Look at its permissions.`, { cause });
  });
};

/** For a terminal: no name of a file can move its cursor. */
export const quoted = (file: string): string => file.replaceAll(/\p{Cc}/gu, '?');
