import type { Cloud, Service } from '../service';
import { type CallFaults, createCallFaults } from './call-faults';
import { createDeliveryFaults, type DeliveryFaults } from './delivery-faults';
import { type Fault, InvalidFaultError, parseFault } from './fault';
import { createFaultBook, type FaultState } from './fault-book';

/** Faults as switches: for every service alike, by chance out of the run's seed. */
export interface Faults {
  /** Throws InvalidFaultError for what is not a fault, and for a service or an operation that the sandbox lacks. */
  add(fault: Fault): PlacedFault;
  /** In the order in which they were added: of several that fit, the first that strikes counts. */
  list(): readonly FaultState[];
  /** Whether there was one of that id. */
  remove(id: string): boolean;
  clear(): void;
}
export interface PlacedFault {
  readonly id: string;
  remove(): void;
}

/** What the wire and the services ask before they do their work. */
export interface OrderedFaults extends CallFaults, DeliveryFaults {}

export interface FaultParts {
  readonly switches: Faults;
  readonly ordered: OrderedFaults;
}

export interface FaultOptions {
  readonly seed: number;
  /** Read when a fault is added. */
  readonly services: () => readonly Service[];
}

export const createFaults = (
  cloud: Pick<Cloud, 'clock' | 'journal'>,
  { seed, services }: FaultOptions,
): FaultParts => {
  const book = createFaultBook(seed);
  return {
    ordered: { ...createCallFaults(book, cloud.journal), ...createDeliveryFaults(book, cloud) },
    switches: {
      add: (order) => {
        const fault = parseFault(order);
        checkNames(fault, services());
        const id = book.add(fault);
        return { id, remove: () => void book.remove(id) };
      },
      list: book.list,
      remove: book.remove,
      clear: book.clear,
    },
  };
};

const checkNames = (fault: Fault, services: readonly Service[]): void => {
  const named = 'service' in fault ? fault.service : undefined;
  const operation = 'operation' in fault ? fault.operation : undefined;
  const meant = services.filter(
    ({ signingName, iamPrefix }) =>
      named === undefined || named === signingName || named === iamPrefix,
  );
  if (meant.length === 0)
    throw new InvalidFaultError(
      `The sandbox has no service ${named ?? ''}: it has ${services.map(({ signingName }) => signingName).join(', ')}.`,
    );
  if (operation !== undefined && !meant.some(({ operations }) => operation in operations))
    throw new InvalidFaultError(
      named === undefined
        ? `No service here has the operation ${operation}.`
        : `The sandbox's ${named} has not the operation ${operation}.`,
    );
};
