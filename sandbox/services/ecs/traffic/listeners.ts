import type { SeededRandom } from '../../../service';
import { createSeededRandom } from '../../../wire/random';
import { targetGroupName } from '../arns';
import type { Tasks } from '../tasks/tasks';
import type { ServiceName } from './applications';

/** Tasks behind a target group, and whose they are. */
export interface Target {
  readonly service: ServiceName;
  readonly tasks: Tasks;
}
/** Target group, by name or ARN, to its share; shares add up to 100. */
export type Weights = Readonly<Record<string, number>>;

/**
 * What CodeDeploy and ECS do to load balancers: which share of a listener's traffic goes to which target group, and
 * whose tasks are behind it. There is no API for it: target groups, listeners and rules exist by being named.
 */
export interface Listeners {
  register(targetGroup: string, target: Target): void;
  deregister(targetGroup: string, target: Target): void;
  /** By the ARN of a listener or of a listener rule. */
  route(listenerArn: string, weights: Weights): void;
  /** Undefined for a listener that nobody has routed. Target groups by name. */
  weightsOf(listenerArn: string): Weights | undefined;
  /** By its path below `/listeners`; undefined for none of that name. */
  find(path: string): string | undefined;
  /** Whoever answers the next request; undefined where no task runs behind the target group that was drawn. */
  pick(listenerArn: string): Target | undefined;
}

export const createListeners = (seeds: Pick<SeededRandom, 'next'>): Listeners => {
  // A stream of their own, from the first route on: how often somebody visits must not change the ids of anything else.
  let random: Pick<SeededRandom, 'next'> | undefined;
  const groups = new Map<string, Set<Target>>();
  const routes = new Map<string, Weights>();
  const targetsOf = (group: string): Set<Target> => {
    const name = targetGroupName(group);
    const targets = groups.get(name) ?? new Set();
    groups.set(name, targets);
    return targets;
  };
  return {
    register: (group, target) => void targetsOf(group).add(target),
    deregister: (group, target) => void targetsOf(group).delete(target),
    route: (listenerArn, weights) => {
      const byName: Record<string, number> = {};
      for (const [group, pct] of Object.entries(weights)) byName[targetGroupName(group)] = pct;
      routes.set(listenerArn, byName);
      random ??= createSeededRandom(Math.floor(seeds.next() * 2 ** 32));
    },
    weightsOf: (listenerArn) => routes.get(listenerArn),
    find: (path) => [...routes.keys()].find((arn) => listenerPath(arn) === path),
    pick: (listenerArn) => {
      const route = routes.get(listenerArn);
      if (route === undefined || random === undefined) return undefined;
      const group = draw(Object.entries(route), random.next());
      if (group === undefined) return undefined;
      const running = [...targetsOf(group)].map(
        (target) => [target, target.tasks.counts().running] as const,
      );
      return draw(running, random.next());
    },
  };
};

/** One of the items, as likely as its weight; undefined where none has any. */
export const draw = <Item>(
  weighted: readonly (readonly [Item, number])[],
  chance: number,
): Item | undefined => {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  let left = chance * total;
  for (const [item, weight] of weighted) {
    if (weight > 0 && left < weight) return item;
    left -= weight;
  }
  return undefined;
};

const LISTENER_ARN =
  /^arn:aws[a-z-]*:elasticloadbalancing:[^:]+:\d{12}:listener(?:-rule)?\/(?:app|net)\/([\w-]+)\/(?:[\w-]+\/)+([\w-]+)$/;

/** `LOAD-BALANCER/ID`, with the last id in the ARN of a listener or rule; undefined for another ARN. */
export const listenerPath = (arn: string): string | undefined => {
  const [, loadBalancer, id] = LISTENER_ARN.exec(arn) ?? [];
  return loadBalancer === undefined || id === undefined ? undefined : `${loadBalancer}/${id}`;
};
