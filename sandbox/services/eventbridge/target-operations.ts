import type {
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleResponse,
  PutTargetsCommandInput,
  PutTargetsResponse,
  PutTargetsResultEntry,
  RemoveTargetsCommandInput,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError, operation } from '../../service';
import { pageOf } from '../paging';
import type { BusBook, RuleTarget } from './bus-book';
import { checkTargets } from './check-target';
import { pageRequestOf, passedToEvents } from './rule-operations';
import type { TargetKind } from './delivery/send-to-target';
import { targetServiceOf } from './delivery/send-to-target';

/** Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const TARGETS_PER_RULE = 5;

export interface TargetContext {
  readonly book: BusBook;
  readonly kinds: ReadonlyMap<string, TargetKind>;
}

/** Refuses what is wrong with one target entry by entry, and with the whole by an exception. */
export const putTargets = (
  { book, kinds }: TargetContext,
  input: Pick<PutTargetsCommandInput, 'Rule' | 'EventBusName' | 'Targets'>,
): readonly PutTargetsResultEntry[] => {
  const rule = book.rule(input.Rule, input.EventBusName);
  const wanted = input.Targets ?? [];
  checkTargets(wanted, book.region);
  const targets = new Map(rule.targets);
  const failed: PutTargetsResultEntry[] = [];
  for (const target of wanted) {
    const { Id: id = '', Arn: arn = '' } = target;
    const fault = faultOf(target, kinds.get(targetServiceOf(arn)));
    if (fault === undefined) targets.set(id, { ...target, Id: id, Arn: arn });
    else failed.push({ TargetId: id, ErrorCode: 'ValidationException', ErrorMessage: fault });
  }
  if (targets.size > TARGETS_PER_RULE)
    throw new AwsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  book.put({ ...rule, targets });
  return failed;
};

/** The words are assumed. */
const faultOf = (target: Target, kind: TargetKind | undefined): string | undefined => {
  if (kind === undefined)
    return `Parameter ${target.Arn} is not valid. Reason: Provided Arn is not in correct format.`;
  if (targetServiceOf(target.Arn ?? '') === 'sqs' && target.Arn?.endsWith('.fifo') === true)
    return target.SqsParameters === undefined
      ? `Parameter(s) SqsParameters must be specified for target: ${target.Id}.`
      : `The sandbox has no FIFO queues: ${target.Arn}.`;
  if (kind.role === 'none' && target.RoleArn !== undefined)
    return `RoleArn is not supported for target ${target.Arn}.`;
  if (kind.role === 'required' && target.RoleArn === undefined)
    return `RoleArn is required for target ${target.Arn}.`;
  return undefined;
};

const ruleArns =
  (book: BusBook) =>
  (input: { Rule?: string; EventBusName?: string }): readonly string[] => [
    book.ruleArn(input.Rule ?? '', input.EventBusName),
  ];

export const createTargetOperations = (context: TargetContext) => {
  const { book } = context;
  return {
    PutTargets: operation({
      resources: ruleArns(book),
      passes: ({ Targets: targets = [] }: PutTargetsCommandInput) =>
        targets.flatMap(({ RoleArn }) => passedToEvents(RoleArn)),
      run: (input: PutTargetsCommandInput): PutTargetsResponse => {
        const failed = putTargets(context, input);
        return { FailedEntryCount: failed.length, FailedEntries: [...failed] };
      },
    }),
    RemoveTargets: operation({
      resources: ruleArns(book),
      run: (input: RemoveTargetsCommandInput): RemoveTargetsResponse => {
        const rule = book.rule(input.Rule, input.EventBusName);
        const targets = new Map<string, RuleTarget>(
          [...rule.targets].filter(([id]) => !(input.Ids ?? []).includes(id)),
        );
        book.put({ ...rule, targets });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),
    ListTargetsByRule: operation({
      resources: ruleArns(book),
      run: (input: ListTargetsByRuleCommandInput): ListTargetsByRuleResponse => {
        const rule = book.rule(input.Rule, input.EventBusName);
        const page = pageOf([...rule.targets.values()], pageRequestOf(input));
        return { Targets: [...page.items], NextToken: page.nextToken };
      },
    }),
  };
};
