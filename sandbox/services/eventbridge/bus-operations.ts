import type {
  CreateEventBusCommandInput,
  CreateEventBusResponse,
  DeleteEventBusCommandInput,
  DescribeEventBusCommandInput,
  DescribeEventBusResponse,
  EventBus,
  ListEventBusesCommandInput,
  ListEventBusesResponse,
} from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../clock';
import { AwsError, operation } from '../../service';
import { pageOf } from '../paging';
import type { Bus, BusBook } from './bus-book';
import { DEFAULT_BUS, invalid } from './bus-book';
import { pageRequestOf } from './rule-operations';

/** Throws ResourceAlreadyExistsException. */
export const createBus = (
  book: BusBook,
  nowEpochMs: number,
  { Name: name = '', Description: description }: CreateEventBusCommandInput,
): Bus => {
  if (book.findBus(name) !== undefined)
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
  if (name.includes('/')) return invalid("Event bus name must not contain '/'.");
  const bus: Bus = {
    name,
    arn: book.busArn(name),
    description,
    createdEpochMs: nowEpochMs,
    rules: new Map(),
  };
  book.add(bus);
  return bus;
};

export const createBusOperations = (book: BusBook, clock: Clock) => {
  const busArns = (input: { Name?: string }): readonly string[] => [book.busArn(input.Name)];
  return {
    CreateEventBus: operation({
      resources: busArns,
      run: (input: CreateEventBusCommandInput): CreateEventBusResponse => {
        const bus = createBus(book, clock.nowEpochMs(), input);
        return { EventBusArn: bus.arn, Description: bus.description };
      },
    }),
    // A bus that has rules is refused: documented in the SDK's CreateEventBus and DeleteEventBus pages, words assumed.
    DeleteEventBus: operation({
      resources: busArns,
      run: ({ Name: name = '' }: DeleteEventBusCommandInput) => {
        if (name === DEFAULT_BUS) invalid(`Cannot delete event bus ${DEFAULT_BUS}.`);
        if ((book.findBus(name)?.rules.size ?? 0) > 0)
          invalid(`Event bus ${name} can't be deleted since it has rules.`);
        book.remove(name);
        return {};
      },
    }),
    DescribeEventBus: operation({
      resources: busArns,
      run: (input: DescribeEventBusCommandInput): DescribeEventBusResponse =>
        summarise(book.bus(input.Name)),
    }),
    ListEventBuses: operation({
      resources: () => ['*'],
      run: (input: ListEventBusesCommandInput): ListEventBusesResponse => {
        const named = book.all().filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
        const page = pageOf(named.map(summarise), pageRequestOf(input));
        return { EventBuses: [...page.items], NextToken: page.nextToken };
      },
    }),
  };
};

const summarise = (bus: Bus): EventBus => ({
  Name: bus.name,
  Arn: bus.arn,
  Description: bus.description,
  CreationTime: new Date(bus.createdEpochMs),
  LastModifiedTime: new Date(bus.createdEpochMs),
});
