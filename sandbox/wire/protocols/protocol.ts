import type { Fault } from '../faults';
import type { Model, OperationModel } from '../model';
import type { WireRequest } from '../request';

/** One of AWS's wire protocols, from the server's side. */
export interface Protocol {
  /** The name of the operation that the request asks for; undefined where it asks for none that can be told. */
  operationOf(request: WireRequest, model: Model): string | undefined;
  /** The input as the SDK's command takes it. Throws SerializationException. */
  parse(request: WireRequest, operation: OperationModel): unknown;
  /** Throws TypeError where the output is not what the model says. */
  answer(operation: OperationModel, output: unknown, context: AnswerContext): WireAnswer;
  fail(fault: Fault, context: AnswerContext): WireAnswer;
}

export interface AnswerContext {
  readonly request: WireRequest;
  readonly requestId: string;
  readonly signingName: string;
}

export interface WireAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * An output that is already written as its protocol's body, for an operation that another implementation answers:
 * the wire sends it as it is.
 */
export class WrittenOutput {
  constructor(readonly body: string) {}
}
