import type { Clock } from './clock';
import type { OrderedFaults } from './faults/faults';
import type { HostsPort } from './hosts/hosts';
import type { Journal } from './journal-entry';

export type { Journal, JournalEntry, TimedEntry } from './journal-entry';

/**
 * What a service of the sandbox is. A service is one file (or one folder) under `services/` that exports
 * `createX(cloud): XParts`: the operations that clients reach over the wire, the CloudFormation resources it
 * creates, and a port for the services that call it from inside.
 *
 * To add an operation: name it as the SDK's model does, say what it is authorised on, and write what it does.
 * The wire parses the request and writes the answer by the model, so `run` sees and returns what
 * `new XCommand(input)` takes and gives (dates as Date, blobs as Uint8Array).
 */
export interface Service {
  /** The name in the signature's scope, e.g. `codedeploy`, `monitoring` for CloudWatch. */
  readonly signingName: string;
  /** The prefix of its IAM actions, e.g. `cloudwatch`. */
  readonly iamPrefix: string;
  /** Its SDK client's module, whose exported schemas are the model: `() => import('@aws-sdk/client-x')`. */
  readonly loadModel: () => Promise<object>;
  /** REST in XML, and bodies that are files: S3. */
  readonly speaksXml?: true;
  readonly operations: Readonly<Record<string, Operation<never, unknown>>>;
  /** CloudFormation resource types that this service creates. */
  readonly resources?: Readonly<Record<string, ResourceHandler>>;
  /** The policy that a resource has of its own, as JSON text: it may let in, or keep out, whoever calls. */
  readonly policyOf?: (resourceArn: string) => string | undefined;
}

export interface Operation<Input, Output> {
  /** The IAM action where it is not the operation's name, e.g. `InvokeFunction` for Invoke. */
  readonly action?: string;
  /** The ARNs that the call is authorised on; `['*']` where the action has no resource type. */
  resources(input: Input): readonly string[];
  /** Keys for conditions that the input tells, such as `s3:prefix`. */
  context?(input: Input): Readonly<Record<string, string>>;
  /** The roles that the call hands to a service: on each the caller needs `iam:PassRole`. */
  passes?(input: Input): readonly PassedRole[];
  run(input: Input, call: Call): Output | Promise<Output>;
}

export interface PassedRole {
  readonly roleArn: string;
  /** e.g. `lambda.amazonaws.com`: what a condition on `iam:PassedToService` sees. */
  readonly service: string;
}

/** Keeps the input's and output's types of an operation while it joins the others in one record. */
export const operation = <Input, Output>(it: Operation<Input, Output>): Operation<Input, Output> =>
  it;

export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
}

/** Who calls. The operator may do everything, a role what its policies say, a service what AWS lets it. */
export interface Caller {
  readonly kind: 'operator' | 'role' | 'service';
  /** e.g. `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`, or `codedeploy.amazonaws.com`. */
  readonly arn: string;
  readonly roleName?: string;
  readonly functionName?: string;
  /** As STS tells it and SQS a message's sender: a user's id, or a role's with its session. */
  readonly userId?: string;
}

/** An error as AWS answers it. `code` is the modelled exception's name, e.g. `DeploymentDoesNotExistException`. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
    this.name = code;
  }
}

export interface ResourceHandler {
  /** Properties have all their intrinsics resolved. Throws AwsError where the service would refuse them. */
  create(resource: TemplateResource): CreatedResource | Promise<CreatedResource>;
}
export interface TemplateResource {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
export interface CreatedResource {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What each service is given. `ports` is complete once every service has been created: read it when used. */
export interface Cloud {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly journal: Journal;
  readonly ports: Ports;
  /** Where functions reach the sandbox: `http://127.0.0.1:N`. */
  readonly endpoint: () => string;
  /** What goes wrong by order. Absent: nothing does. */
  readonly faults?: OrderedFaults;
}

/** Ids are drawn from the run's seed, so that the same seed gives the same run. */
export interface SeededRandom {
  /** 0 ≤ x < 1 */
  next(): number;
  uuid(): string;
  /** `length` characters out of `alphabet` (default: capital letters and digits). */
  text(length: number, alphabet?: string): string;
}

/**
 * A service that acts by itself, as a resource's policy sees it: `events.amazonaws.com` for the rule of that ARN.
 * Where a port is given one, the resource's policy must let it, else AwsError `AccessDeniedException`.
 */
export interface ServicePrincipal {
  readonly service: string;
  readonly sourceArn: string;
}

export interface Ports {
  readonly events: EventsPort;
  readonly functions: FunctionsPort;
  readonly queues: QueuesPort;
  readonly topics: TopicsPort;
  readonly alarms: AlarmsPort;
  readonly hosts: HostsPort;
  readonly identity: IdentityPort;
  /** Where services put metrics of their own. Absent: nobody keeps any. */
  readonly metrics?: MetricsPort;
  /** Absent: there are no buckets. */
  readonly objects?: ObjectsPort;
}

export interface EventsPort {
  /** What a service puts on the default bus. `id`, `time`, account, region are added. */
  emit(event: ServiceEvent): void;
}
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface FunctionsPort {
  /**
   * As `Invoke` with `Event`: returns once it is queued. Two more tries on a function error (after 1 and 2
   * minutes), then the failure destination. Throws AwsError ResourceNotFoundException for no such function.
   */
  invokeAsync(functionName: string, payload: string, as?: ServicePrincipal): void;
  /**
   * As `Invoke` with `RequestResponse`. `name` may carry a qualifier: `name`, `name:alias` or an ARN. The request's id
   * is what the function sees as its own; a new one where absent.
   */
  invoke(name: string, payload: string, requestId?: string): Promise<InvocationResult>;
  /** Undefined where function or alias does not exist. */
  findAlias(functionName: string, aliasName: string): AliasState | undefined;
  hasVersion(functionName: string, version: string): boolean;
  /** Points the alias; `additional` empty means that all traffic goes to `version`. */
  pointAlias(functionName: string, aliasName: string, target: AliasState): void;
}
export interface InvocationResult {
  /** What the handler returned, as JSON text; with `functionError`, Lambda's error object. */
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly executedVersion: string;
}
export interface AliasState {
  readonly version: string;
  /** Version to weight (0–1). */
  readonly additional: Readonly<Record<string, number>>;
}

export interface QueuesPort {
  /** Throws AwsError `AWS.SimpleQueueService.NonExistentQueue` where there is none. */
  send(
    queueArn: string,
    body: string,
    attributes?: Readonly<Record<string, string | QueueAttribute>>,
    as?: ServicePrincipal,
  ): void;
  /** For event source mappings: takes up to `max` visible messages, hidden for the queue's visibility time-out. */
  receive(queueArn: string, max: number): readonly QueuedMessage[];
  remove(queueArn: string, receiptHandle: string): void;
  /** Calls back whenever a message may have become visible; returns what ends that. */
  watch(queueArn: string, listener: () => void): () => void;
}
export interface QueuedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly receiveCount: number;
  readonly sentEpochMs: number;
  readonly firstReceivedEpochMs: number;
  /** Message attributes that are text, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** All of them, as they were sent. */
  readonly messageAttributes: Readonly<Record<string, QueueAttribute>>;
  readonly senderId: string;
  /** The trace that the sender said it belongs to. */
  readonly traceHeader?: string | undefined;
}
/** A message attribute as SQS's API carries it; given as text alone it is of the type `String`. */
export interface QueueAttribute {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}
export interface TopicsPort {
  publish(
    topicArn: string,
    message: { subject?: string; body: string },
    as?: ServicePrincipal,
  ): void;
}
/** S3, for what AWS itself does there; permissions are the caller's to ask for. */
export interface ObjectsPort {
  hasBucket(bucket: string): boolean;
  /** Undefined where there is no such object, or no such bucket. */
  read(bucket: string, key: string): Uint8Array | undefined;
  /** Throws AwsError `NoSuchBucket`. */
  put(bucket: string, key: string, body: Uint8Array): void;
}

export interface AlarmsPort {
  /** The alarm's state by name; undefined where there is no such alarm. */
  stateOf(alarmName: string): 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | undefined;
}

export interface MetricsPort {
  put(value: MetricValue): void;
}
export interface MetricValue {
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  readonly atEpochMs: number;
  readonly value: number;
  /** How often the value was seen; once where absent. */
  readonly count?: number;
  /** e.g. `Milliseconds`. */
  readonly unit?: string;
}

export interface IdentityPort {
  /**
   * Whether the role's policies, or the resource's own, allow the action on the resource. A role ARN that the sandbox
   * does not know has no policies: `undefined`, and the caller says what that means for its service.
   */
  isAllowed(roleArn: string, action: string, resource: string): boolean | undefined;
  /** Whether the service (`lambda.amazonaws.com`) may assume the role; undefined for a role that is not known. */
  trusts(roleArn: string, service: string): boolean | undefined;
  /** Environment variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN of a function's role. */
  credentialsFor(roleArn: string, functionName: string): Readonly<Record<string, string>>;
}
