import { readFile } from 'node:fs/promises';
import { Facts } from '../../config/schema/facts';
import type { HostFacts } from '../../domain/hosts/facts';
import { shorten } from '../../domain/units';
import { UsageError } from '../usage-error';

/** A facts document is some tens of kilobytes. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FAULTS = 10;
const ADVICE =
  'It must be the JSON that the document collect-facts prints (docs/profiles.md shows one).';

/** The facts of a host. Throws UsageError with every fault of the file. */
export const readFacts = async (path: string): Promise<HostFacts> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The facts ${path} cannot be read. Give the path of a file.`, { cause });
  });
  if (text.length > MOST_BYTES) throw new UsageError(`${path} is too big for facts. ${ADVICE}`);
  const parsed = Facts.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'the document'}: ${issue.message}`,
  );
  const rest = faults.length - MOST_FAULTS;
  throw new UsageError(
    [
      `The facts in ${path} are not valid. ${ADVICE}`,
      ...faults.slice(0, MOST_FAULTS).map((fault) => `  ${fault}`),
      ...(rest > 0 ? [`  and ${rest} more.`] : []),
    ].join('\n'),
  );
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const detail =
      cause instanceof Error ? shorten(cause.message.replace(/[^\x20-\x7e]+/g, ' '), 120) : '';
    throw new UsageError(`${path} is not JSON: ${detail}. ${ADVICE}`, { cause });
  }
};
