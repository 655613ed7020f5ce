import { gunzipSync } from 'node:zlib';
import { InvalidInputError } from '../../domain/errors';
import { shorten } from '../../domain/units';
import { parseCyclictest } from './cyclictest';
import { isHwlatdetect, parseHwlatdetect } from './hwlatdetect';
import { parseOslat } from './oslat';
import type { ParsedMeasurement } from './parsed-measurement';
import { PACKED_MARK, parseSummary, SUMMARY_MARK } from './summary';

const PARSERS: Readonly<Record<string, (value: unknown) => ParsedMeasurement>> = {
  cyclictest: parseCyclictest,
  oslat: parseOslat,
};

/** What measure-latency puts before a tool's own file on standard error. */
const FILE_MARK = /^(?:cyclictest|oslat)\.json (?=\{)/;
/** The summary of many thousand CPUs is less. */
const LONGEST_SUMMARY_BYTES = 4 * 1024 * 1024;

/**
 * Every measurement that a text holds: the one of a tool's own file, those of all `@@LATENCY` lines in what a script
 * printed, or of all files that it wrote to standard error; never none. Throws InvalidInputError for a text that is
 * none of these, or not whole.
 */
export const parseMeasurements = (text: string): readonly ParsedMeasurement[] => {
  const lines = text.split('\n');
  const summaries = lines.flatMap((line) => summaryIn(line) ?? []);
  if (summaries.length > 0) return summaries.map((it) => parseSummary(parseJson(it)));
  const files = lines.filter((line) => FILE_MARK.test(line));
  if (files.length > 0)
    return files.map((line) => parseToolFile(parseJson(line.replace(FILE_MARK, ''))));
  if (text.trim() === '') throw new InvalidInputError('The measurement', ['it is empty']);
  if (text.trimStart().startsWith('{')) return [parseToolFile(parseJson(text))];
  if (isHwlatdetect(text)) return [parseHwlatdetect(text)];
  throw new InvalidInputError('The measurement', [
    `it is neither JSON of cyclictest or oslat, nor text of hwlatdetect, nor has it a line that starts with ${SUMMARY_MARK.trim()}`,
  ]);
};

const summaryIn = (line: string): string | undefined => {
  if (line.startsWith(SUMMARY_MARK)) return line.slice(SUMMARY_MARK.length);
  return line.startsWith(PACKED_MARK) ? unpack(line.slice(PACKED_MARK.length)) : undefined;
};

const unpack = (base64: string): string => {
  try {
    const bytes = Buffer.from(base64, 'base64');
    return gunzipSync(bytes, { maxOutputLength: LONGEST_SUMMARY_BYTES }).toString('utf8');
  } catch (cause) {
    const fault = `what follows ${PACKED_MARK.trim()} is not gzip in base64, or it is cut off`;
    throw new InvalidInputError('The measurement', [fault], { cause });
  }
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
