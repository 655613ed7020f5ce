import type {
  Architecture,
  Cors,
  InvokeMode,
  LoggingConfig,
  Runtime,
  VpcConfig,
} from '@aws-sdk/client-lambda';

/** What a version is configured to be: part of what a published version freezes. */
export interface FunctionSettings {
  readonly role: string;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSec: number;
  readonly memoryMiB: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly tracing: 'Active' | 'PassThrough';
  readonly deadLetterArn?: string;
  readonly architectures: readonly Architecture[];
  readonly ephemeralStorageMiB: number;
  readonly logging: LoggingConfig;
  /** Kept and told; the sandbox's functions all share the host's network. */
  readonly vpc?: VpcConfig;
  readonly kmsKeyArn?: string;
}

export interface FunctionCode {
  readonly zip: Uint8Array;
  /** Base64. */
  readonly sha256: string;
}

/** `$LATEST`, or a published version, which never changes. */
export interface FunctionVersion {
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: FunctionCode;
  readonly revisionId: string;
  readonly modifiedEpochMs: number;
}

export interface Alias {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** Version to weight, 0–1; one entry at most. */
  readonly additional: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** The resource policy of a function, version or alias: statements by id, in the order they were added. */
export interface FunctionPolicy {
  readonly statements: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly revisionId: string;
}

/** How asynchronous invocations of a function, version or alias are retried and where their records go. */
export interface AsyncConfig {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSec?: number;
  readonly onFailureArn?: string;
  readonly onSuccessArn?: string;
  readonly modifiedEpochMs: number;
}

export interface FunctionUrl {
  /** The part of the address that names it. */
  readonly id: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly cors?: Cors;
  readonly invokeMode: InvokeMode;
  readonly createdEpochMs: number;
  readonly modifiedEpochMs: number;
}

/** A function with all that hangs on it. Keys named qualifier are an alias, a version, or `$LATEST`. */
export interface FunctionRecord {
  readonly name: string;
  latest: FunctionVersion;
  lastPublished?: FunctionVersion;
  reservedConcurrency?: number;
  readonly versions: Map<string, FunctionVersion>;
  readonly aliases: Map<string, Alias>;
  readonly policies: Map<string, FunctionPolicy>;
  readonly asyncConfigs: Map<string, AsyncConfig>;
  readonly urls: Map<string, FunctionUrl>;
  readonly tags: Map<string, string>;
}

export const LATEST = '$LATEST';
