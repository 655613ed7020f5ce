import type { Clock } from '../../domain/ports';
import type { Observers } from '../../domain/releases/ports';

/** Only so much of a body is read: assertions need little, and memory is bounded. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** One GET, redirects not followed: a redirect is an answer to be judged. */
export const createHttpProbe =
  (clock: Clock): Observers['http'] =>
  async (check, signal) => {
    const startedEpochMs = clock.nowEpochMs();
    const response = await fetch(check.url, {
      redirect: 'manual',
      signal,
      headers: { 'user-agent': 'slipway' },
    });
    const body = await readSome(response);
    return { status: response.status, body, durationMs: clock.nowEpochMs() - startedEpochMs };
  };

const readSome = async (response: Response): Promise<string> => {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (reader !== undefined && bytes < BODY_LIMIT_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.byteLength;
  }
  await reader?.cancel();
  return Buffer.concat(chunks).subarray(0, BODY_LIMIT_BYTES).toString('utf8');
};
