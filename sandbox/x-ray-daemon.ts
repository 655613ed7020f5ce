import { createSocket } from 'node:dgram';

/** The X-Ray daemon's address, as the SDK's tracer speaks to it. */
export interface XRayDaemon {
  /** Segment documents, newest last. */
  segments(): readonly string[];
  stop(): Promise<void>;
}

const KEPT_SEGMENTS = 1_000;

/**
 * Takes the segments that functions send: UDP on the port's number, one header line `{"format":"json","version":1}`,
 * then the document. documented: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html
 * Where the UDP port is taken, traces are dropped, as they are on AWS when no daemon listens.
 */
export const createXRayDaemon = async (port: number): Promise<XRayDaemon> => {
  const socket = createSocket('udp4');
  const segments: string[] = [];
  socket.on('message', (message) => {
    const text = message.toString('utf8');
    segments.push(text.slice(text.indexOf('\n') + 1));
    if (segments.length > KEPT_SEGMENTS) segments.shift();
  });
  const listening = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => resolve(true));
  });
  return {
    segments: () => [...segments],
    stop: () =>
      new Promise((resolve) => {
        if (listening) socket.close(() => resolve());
        else resolve();
      }),
  };
};
