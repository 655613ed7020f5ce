import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Facts } from '../../config/schema/facts';
import type { HostFacts } from '../../domain/hosts/facts';
import { shorten } from '../../domain/units';
import { sayIssue } from '../shape-sentences';
import { UsageError } from '../usage-error';

/** A facts document is some tens of kilobytes. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FAULTS = 10;
const ADVICE =
  'It must be the JSON that the document collect-facts prints (docs/profiles.md shows one).';

/** The facts of a host: the document, or the output of collect-facts with it. Throws UsageError with every fault of the file. */
export const readFacts = async (path: string): Promise<HostFacts> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The facts ${path} cannot be read. Give the path of a file.`, { cause });
  });
  if (text.length > MOST_BYTES) throw new UsageError(`${path} is too big for facts. ${ADVICE}`);
  const parsed = Facts.safeParse(parseJson(path, factsIn(path, text)), { error: sayIssue });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: member, message }) => {
    const name = member.map(String).join('.') || 'the document';
    return `${name}${/^(must|is) /.test(message) ? '' : ':'} ${message}`;
  });
  const rest = faults.length - MOST_FAULTS;
  throw new UsageError(
    [
      `The facts in ${path} are not valid. ${ADVICE}`,
      ...faults.slice(0, MOST_FAULTS).map((fault) => `  ${fault}`),
      ...(rest > 0 ? [`  and ${rest} more.`] : []),
    ].join('\n'),
  );
};

/** Of the output of collect-facts what its line `@@FACTS` holds, or unpacked its line `@@FACTS-GZIP`; else the text as it is. */
const factsIn = (path: string, text: string): string => {
  const [, packed, line] = /^@@FACTS(-GZIP)? (\S+.*)$/m.exec(text) ?? [];
  if (line === undefined) return text;
  if (packed === undefined) return line;
  try {
    return gunzipSync(Buffer.from(line, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
  } catch (cause) {
    throw new UsageError(
      `The line @@FACTS-GZIP of ${path} cannot be unpacked: it is not whole. Take it from the command's output in S3, or run the document again.`,
      { cause },
    );
  }
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
