import type { SeededRandom } from '../service';
import { createSeededRandom } from '../wire/random';
import type { Fault } from './fault';

/** The faults that are ordered, and when they strike. */
export interface FaultBook {
  /** Gives it an id: `fault-1`, `fault-2`, … */
  add(fault: Fault): string;
  /** In the order in which they were added. */
  list(): readonly FaultState[];
  /** Whether there was one of that id. */
  remove(id: string): boolean;
  clear(): void;
  /** The first fault that fits and strikes now; it counts as one of its times. */
  strike<Kind extends Fault>(fits: (fault: Fault) => fault is Kind): Struck<Kind> | undefined;
}

export interface FaultState {
  readonly id: string;
  readonly fault: Fault;
  /** How often it struck. */
  readonly struck: number;
}
export interface Struck<Kind extends Fault> {
  readonly id: string;
  readonly fault: Kind;
  /** What else is chance about it is drawn from here. */
  readonly random: SeededRandom;
}

interface Ordered {
  readonly id: string;
  readonly fault: Fault;
  readonly random: SeededRandom;
  struck: number;
}

/** Any odd number that spreads small seeds over 32 bits would do. */
const SPREAD = 0x9e3779b1;

/** Each fault draws from a stream of its own: ordering one changes neither ids nor what other faults do. */
export const createFaultBook = (seed: number): FaultBook => {
  const ordered = new Map<string, Ordered>();
  let count = 0;
  const strikesNow = ({ fault, random, struck }: Ordered): boolean =>
    (fault.times === undefined || struck < fault.times) && random.next() < (fault.chance ?? 1);
  return {
    add: (fault) => {
      count += 1;
      const id = `fault-${count}`;
      const random = createSeededRandom(seed ^ Math.imul(count, SPREAD));
      ordered.set(id, { id, fault, random, struck: 0 });
      return id;
    },
    list: () => [...ordered.values()].map(({ id, fault, struck }) => ({ id, fault, struck })),
    remove: (id) => ordered.delete(id),
    clear: () => ordered.clear(),
    strike: (fits) => {
      for (const entry of ordered.values()) {
        const { id, fault, random } = entry;
        if (!fits(fault) || !strikesNow(entry)) continue;
        entry.struck += 1;
        return { id, fault, random };
      }
      return undefined;
    },
  };
};
