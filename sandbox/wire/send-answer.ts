import type { ServerResponse } from 'node:http';
import type { Sending } from '../faults/call-faults';
import type { WireAnswer } from './protocols/protocol';

/** Sends the answer, in whatever way was ordered for it. What is never sent ends when the client gives up. */
export const sendAnswer = (
  res: ServerResponse,
  { statusCode, headers, body }: WireAnswer,
  sending: Sending,
): void => {
  const write = (): void => {
    if (res.destroyed) return;
    // An answer to HEAD says how long the body would be.
    res.writeHead(statusCode, { 'content-length': Buffer.byteLength(body), ...headers });
    res.end(body);
  };
  switch (sending.how) {
    case 'at once':
      return write();
    case 'late':
      // Clients' time-outs are what a late answer is for, and those are real.
      setTimeout(write, sending.delayMs).unref();
      return;
    case 'never':
      return;
    case 'cut off':
      res.destroy();
      return;
  }
};
