import { InvalidInputError } from '../../domain/errors';
import { shorten } from '../../domain/units';
import type { ParsedMeasurement } from './parsed-measurement';

/** What hwlatdetect raises where the kernel has no hwlat tracer (CONFIG_HWLAT_TRACER). */
const UNAVAILABLE = /hwlat tracer not available|DetectorNotAvailable/;

/** Whether a text is hwlatdetect's, finished or not. */
export const isHwlatdetect = (text: string): boolean =>
  /^hwlatdetect:|hwlatdetect"|^Max Latency:/m.test(text) || UNAVAILABLE.test(text);

/**
 * hwlatdetect's text: the largest gap, or that there was none above the threshold. A kernel without the tracer is
 * `unavailable`, which says nothing of the host. Throws InvalidInputError for a run that broke off.
 */
export const parseHwlatdetect = (text: string): ParsedMeasurement => {
  if (UNAVAILABLE.test(text)) {
    const why = 'its kernel has no hwlat tracer';
    return {
      measurement: { kind: 'unavailable', tool: 'hwlatdetect', reason: 'ToolUnavailable', why },
      histograms: [],
    };
  }
  const largest = /^Max Latency:\s*(?:(\d+)us|(Below threshold))\s*$/m.exec(text);
  const samples = numberIn(text, /^Samples recorded:\s*(\d+)\s*$/m);
  if (largest === null || samples === undefined)
    throw new InvalidInputError('The output of hwlatdetect', [
      `it broke off before its result; its last line is "${lastLineOf(text)}"`,
    ]);
  const thresholdUs = numberIn(text, /Latency threshold:\s*(\d+)us/);
  const maxUs = largest[1] === undefined ? null : Number(largest[1]);
  if (maxUs === null && thresholdUs === undefined)
    throw new InvalidInputError('The output of hwlatdetect', [
      'it found nothing above its threshold, and the line "Latency threshold" is missing',
    ]);
  return {
    measurement: {
      kind: 'hardware',
      tool: 'hwlatdetect',
      maxUs,
      thresholdUs: thresholdUs ?? 0,
      samples,
      durationSec: numberIn(text, /test duration (\d+) seconds/) ?? null,
    },
    histograms: [],
  };
};

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const lastLineOf = (text: string): string =>
  shorten((text.trimEnd().split('\n').at(-1) ?? '').replaceAll(/[^\x20-\x7e]/g, '?'), 80);
