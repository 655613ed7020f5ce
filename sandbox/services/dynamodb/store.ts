import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { AwsError } from '../../service';

/** Runs one operation and gives its answer as JSON text. Throws AwsError as DynamoDB would. */
export type AskStore = (operationName: string, input: object) => Promise<string>;

interface Written {
  readonly statusCode: number;
  readonly body: string;
}

/** What dynalite asks of a response. */
const createResponse = (written: (answer: Written) => void) => ({
  statusCode: 200,
  setHeader: (): void => undefined,
  end(body = ''): void {
    written({ statusCode: this.statusCode, body });
  },
});

// dynalite looks at the signature's form, never at who signed: that has been judged before.
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=store, SignedHeaders=host, Signature=none',
  'x-amz-date': '20261121T120000Z',
};

/** Blobs as base 64, as they came over the wire. */
const toBody = (input: object): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );

const textMember = (value: object, names: readonly string[]): string | undefined => {
  const found: unknown = Object.entries<unknown>({ ...value }).find(([name]) =>
    names.includes(name),
  )?.[1];
  return typeof found === 'string' ? found : undefined;
};

const toError = ({ statusCode, body }: Written): AwsError => {
  const value: unknown = JSON.parse(body === '' ? '{}' : body);
  const fault = typeof value === 'object' && value !== null ? value : {};
  const type = textMember(fault, ['__type']) ?? 'InternalServerError';
  const message = textMember(fault, ['message', 'Message']) ?? '';
  return new AwsError(type.split('#').at(-1) ?? type, message, statusCode);
};

/**
 * DynamoDB in memory, by dynalite, without a socket. Its clock is the real one: it stamps tables with it, and
 * nothing else. It has no transactions, PartiQL, streams or backups, and ignores ReturnValuesOnConditionCheckFailure.
 */
export const createStore = (): AskStore => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return async (operationName, input) => {
    const request = Object.assign(Readable.from([Buffer.from(toBody(input))]), {
      method: 'POST',
      url: '/',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operationName}` },
    });
    const answer = await new Promise<Written>((resolve) => {
      server.emit('request', request, createResponse(resolve));
    });
    if (answer.statusCode !== 200) throw toError(answer);
    return answer.body;
  };
};
