import type { Cloud } from '../../../service';
import { type Command, hasEnded, type Invocation, OUTCOMES } from './command';
import { emitCommand, emitInvocation } from './command-events';
import { standingOf } from './command-status';
import { deliver, type Delivery } from './deliver';
import { countOf, sendInTurn } from './rate-control';

export interface CommandBook {
  /** Sends it to its hosts. */
  start(command: Command): void;
  find(id: string): Command | undefined;
  /** Newest first. */
  all(): readonly Command[];
  cancel(command: Command, instanceIds: readonly string[]): void;
}

export const createCommandBook = (cloud: Cloud): CommandBook => {
  const commands = new Map<string, Command>();
  const deliveries = new Map<Invocation, Delivery>();
  const tellCommand = (command: Command): void => {
    const standing = standingOf(command);
    if (command.told === standing.details) return;
    command.told = standing.details;
    emitCommand(cloud, command, standing);
  };
  const tell = (command: Command, invocation: Invocation): void => {
    cloud.journal.record({
      kind: 'host',
      instanceId: invocation.instanceId,
      what: `${command.document.name} ${command.id} is ${invocation.details}`,
    });
    emitInvocation(cloud, command, invocation);
    tellCommand(command);
  };
  const become = (
    command: Command,
    invocation: Invocation,
    outcome: 'Cancelled' | 'Terminated',
  ): void => {
    Object.assign(invocation, OUTCOMES[outcome]);
    tell(command, invocation);
  };
  return {
    start: (command) => {
      commands.set(command.id, command);
      const { invocations, input } = command;
      tellCommand(command);
      sendInTurn({
        invocations,
        maxConcurrency: Math.max(1, countOf(input.MaxConcurrency ?? '50', invocations.length)),
        maxErrors: countOf(input.MaxErrors ?? '0', invocations.length),
        send: (invocation, ended) => {
          const told = (): void => {
            tell(command, invocation);
            if (hasEnded(invocation)) ended();
          };
          deliveries.set(invocation, deliver(cloud, { command, invocation }, told));
        },
        terminate: (invocation) => become(command, invocation, 'Terminated'),
      });
    },
    find: (id) => commands.get(id),
    all: () => [...commands.values()].reverse(),
    cancel: (command, instanceIds) => {
      for (const invocation of command.invocations) {
        if (!instanceIds.includes(invocation.instanceId) || hasEnded(invocation)) continue;
        const delivery = deliveries.get(invocation);
        if (delivery === undefined) become(command, invocation, 'Cancelled');
        else delivery.cancel();
      }
    },
  };
};
