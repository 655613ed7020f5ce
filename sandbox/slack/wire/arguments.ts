import { SlackError } from './slack-error';

/** What a method was called with, before it is known to be right. A form carries text only, JSON any type. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Undefined where the argument is absent or empty, which Slack does not tell apart (assumed). */
export const textArgument = (args: Arguments, name: string): string | undefined => {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A form says `true` or `1` where JSON says true. */
export const flagArgument = (args: Arguments, name: string): boolean => {
  const value = args[name];
  return value === true || value === 'true' || value === 1 || value === '1';
};

export const countArgument = (args: Arguments, name: string, otherwise: number): number => {
  const value = args[name];
  if (value === undefined || value === '') return otherwise;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new SlackError('invalid_limit');
  return count;
};

/**
 * An argument that is JSON: text in a form, the thing itself in a JSON body. Undefined where absent.
 * Throws `errorCode` where the text does not parse.
 */
export const jsonArgument = (args: Arguments, name: string, errorCode: string): unknown => {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(errorCode);
  }
};

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
