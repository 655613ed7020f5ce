export type ConnectionState = 'live' | 'polling' | 'lost';

export const connect: (options: {
  readonly window: unknown;
  readonly onSnapshot: (snapshot: unknown) => void;
  readonly onClock: (clock: unknown) => void;
  readonly onTrouble: (message: string) => void;
  readonly onState: (state: ConnectionState) => void;
}) => void;
