import type {
  CommandInvocationStatus,
  CommandPluginStatus,
  SendCommandCommandInput,
} from '@aws-sdk/client-ssm';

import type { CommandDocument } from './document';
import type { ParameterValues, ReadyStep } from './parameters';

export interface Command {
  readonly id: string;
  readonly document: CommandDocument;
  readonly input: SendCommandCommandInput;
  /** Defaults filled in. */
  readonly parameters: ParameterValues;
  readonly requestedEpochMs: number;
  /** A host that is reached later runs it no more. */
  readonly deliverUntilEpochMs: number;
  /** What has not ended by then ends as not delivered. */
  readonly expiresEpochMs: number;
  readonly invocations: readonly Invocation[];
  /** Of the whole command, as it was told last. */
  told: string;
}

/** A command on one host. */
export interface Invocation {
  readonly instanceId: string;
  readonly steps: readonly StepRun[];
  status: CommandInvocationStatus;
  details: string;
}

export interface StepRun {
  readonly ready: ReadyStep;
  status: CommandPluginStatus;
  details: string;
  /** -1 until it has ended. */
  responseCode: number;
  stdout: string;
  stderr: string;
  startEpochMs?: number;
  endEpochMs?: number;
}

/**
 * Status and details of everything that an invocation can come to. Details are one word, though the guide writes
 * `Delivery Timed Out`: assumed, from an answer of AWS that a public test file has kept (`ExecutionTimedOut`, with 137).
 */
export const OUTCOMES = {
  Pending: { status: 'Pending', details: 'Pending' },
  InProgress: { status: 'InProgress', details: 'InProgress' },
  Delayed: { status: 'Delayed', details: 'Delayed' },
  Success: { status: 'Success', details: 'Success' },
  Failed: { status: 'Failed', details: 'Failed' },
  Cancelling: { status: 'Cancelling', details: 'Cancelling' },
  Cancelled: { status: 'Cancelled', details: 'Cancelled' },
  DeliveryTimedOut: { status: 'TimedOut', details: 'DeliveryTimedOut' },
  ExecutionTimedOut: { status: 'TimedOut', details: 'ExecutionTimedOut' },
  Terminated: { status: 'Cancelled', details: 'Terminated' },
} as const satisfies Readonly<
  Record<string, { readonly status: CommandInvocationStatus; readonly details: string }>
>;
export type Outcome = keyof typeof OUTCOMES;

const UNDER_WAY: readonly string[] = ['Pending', 'InProgress', 'Delayed', 'Cancelling'];

export const hasEnded = ({ status }: Pick<Invocation, 'status'>): boolean =>
  !UNDER_WAY.includes(status);

/** What counts against MaxErrors. Documented: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
export const isError = ({ details }: Pick<Invocation, 'details'>): boolean =>
  details === 'Failed' || details === 'ExecutionTimedOut';
