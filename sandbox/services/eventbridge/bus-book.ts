import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../service';
import type { Pattern } from './pattern/parse-pattern';
import type { Schedule } from './schedule/schedule';

export interface Rule {
  readonly name: string;
  readonly busName: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** As the caller named the state: there are two ways of being enabled. */
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  readonly pattern?: { readonly text: string; readonly compiled: Pattern };
  readonly schedule?: { readonly expression: string; readonly times: Schedule };
  readonly targets: ReadonlyMap<string, RuleTarget>;
}
export type RuleTarget = Target & { readonly Id: string; readonly Arn: string };

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdEpochMs: number;
  readonly rules: Map<string, Rule>;
}

/** The buses and their rules, and the names that callers may use for them. */
export interface BusBook {
  readonly account: string;
  readonly region: string;
  /** `nameOrArn` absent is the default bus. */
  findBus(nameOrArn?: string): Bus | undefined;
  /** Throws ResourceNotFoundException. */
  bus(nameOrArn?: string): Bus;
  /** Throws ResourceNotFoundException. */
  rule(name: string | undefined, busNameOrArn?: string): Rule;
  all(): readonly Bus[];
  add(bus: Bus): void;
  remove(name: string): void;
  put(rule: Rule): void;
  busArn(nameOrArn?: string): string;
  ruleArn(name: string, busNameOrArn?: string): string;
}

export const DEFAULT_BUS = 'default';

const busNameOf = (nameOrArn: string | undefined): string =>
  nameOrArn === undefined || nameOrArn === ''
    ? DEFAULT_BUS
    : nameOrArn.replace(/^arn:[^/]*:event-bus\//, '');

/** Rules of the default bus have no bus in their ARN (IAM resource types of EventBridge). */
export const createBusBook = (
  { account, region }: { readonly account: string; readonly region: string },
  createdEpochMs: number,
): BusBook => {
  const root = `arn:aws:events:${region}:${account}`;
  const busArn = (nameOrArn?: string): string => `${root}:event-bus/${busNameOf(nameOrArn)}`;
  const buses = new Map<string, Bus>([
    [
      DEFAULT_BUS,
      { name: DEFAULT_BUS, arn: busArn(), createdEpochMs, rules: new Map<string, Rule>() },
    ],
  ]);
  const findBus: BusBook['findBus'] = (nameOrArn) => buses.get(busNameOf(nameOrArn));
  const bus: BusBook['bus'] = (nameOrArn) =>
    findBus(nameOrArn) ?? notFound(`Event bus ${busNameOf(nameOrArn)} does not exist.`);
  return {
    account,
    region,
    findBus,
    bus,
    rule: (name = '', busNameOrArn) =>
      bus(busNameOrArn).rules.get(name) ??
      notFound(`Rule ${name} does not exist on EventBus ${busNameOf(busNameOrArn)}.`),
    all: () => [...buses.values()],
    add: (added) => {
      buses.set(added.name, added);
    },
    remove: (name) => {
      buses.delete(busNameOf(name));
    },
    put: (rule) => {
      bus(rule.busName).rules.set(rule.name, rule);
    },
    busArn,
    ruleArn: (name, busNameOrArn) => {
      const busName = busNameOf(busNameOrArn);
      return `${root}:rule/${busName === DEFAULT_BUS ? '' : `${busName}/`}${name}`;
    },
  };
};

const notFound = (message: string): never => {
  throw new AwsError('ResourceNotFoundException', message);
};

export const invalid = (message: string): never => {
  throw new AwsError('ValidationException', message);
};
