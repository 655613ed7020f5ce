import { InvalidInputError } from '../../domain/errors';
import { shorten } from '../../domain/units';
import { parseCyclictest } from './cyclictest';
import { isHwlatdetect, parseHwlatdetect } from './hwlatdetect';
import { parseOslat } from './oslat';
import type { ParsedMeasurement } from './parsed-measurement';
import { parseSummary, SUMMARY_MARK } from './summary';

const PARSERS: Readonly<Record<string, (value: unknown) => ParsedMeasurement>> = {
  cyclictest: parseCyclictest,
  oslat: parseOslat,
};

/**
 * Every measurement that a text holds: the one of a tool's own file, or those of all `@@LATENCY` lines in what a
 * script printed; never none. Throws InvalidInputError for a text that is none of these, or not whole.
 */
export const parseMeasurements = (text: string): readonly ParsedMeasurement[] => {
  const summaries = text.split('\n').filter((line) => line.startsWith(SUMMARY_MARK));
  if (summaries.length > 0)
    return summaries.map((line) => parseSummary(parseJson(line.slice(SUMMARY_MARK.length))));
  if (text.trim() === '') throw new InvalidInputError('The measurement', ['it is empty']);
  if (text.trimStart().startsWith('{')) return [parseToolFile(parseJson(text))];
  if (isHwlatdetect(text)) return [parseHwlatdetect(text)];
  throw new InvalidInputError('The measurement', [
    `it is neither JSON of cyclictest or oslat, nor text of hwlatdetect, nor has it a line that starts with ${SUMMARY_MARK.trim()}`,
  ]);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser quotes what it read; a file of a stranger has no business in a message.
    const fault = 'it is not JSON, or it ends too early';
    throw new InvalidInputError('The measurement', [fault], { cause });
  }
};

const parseToolFile = (value: unknown): ParsedMeasurement => {
  const tool = toolOf(value);
  const parse = tool !== undefined && Object.hasOwn(PARSERS, tool) ? PARSERS[tool] : undefined;
  if (parse !== undefined) return parse(value);
  throw new InvalidInputError('The measurement', [
    tool === undefined
      ? 'it is JSON without the member "cmdline:", which cyclictest and oslat write'
      : `it is of ${shorten(tool.replaceAll(/[^\x20-\x7e]/g, '?'), 40)}; only cyclictest, oslat and hwlatdetect are judged`,
  ]);
};

/** The name of the tool that wrote a file, from its own command line. */
const toolOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const commandLine: unknown = 'cmdline:' in value ? value['cmdline:'] : undefined;
  if (typeof commandLine !== 'string') return undefined;
  return commandLine.trim().split(/\s/)[0]?.split('/').at(-1);
};
