declare module 'dynalite' {
  /** An HTTP server that is never made to listen: its requests are handed to it. */
  const dynalite: (options: {
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }) => { emit(event: 'request', request: object, response: object): boolean };
  export default dynalite;
}
