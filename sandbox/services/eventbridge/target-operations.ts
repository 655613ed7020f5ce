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
import { invalid } from './bus-book';
import { pageRequestOf, passedToEvents } from './rule-operations';
import type { TargetKind } from './delivery/send-to-target';
import { targetServiceOf } from './delivery/send-to-target';
import { unknownPlaceholders } from './delivery/target-input';

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
  const targets = new Map(rule.targets);
  const failed: PutTargetsResultEntry[] = [];
  for (const target of input.Targets ?? []) {
    refuseBadInput(target);
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

/** The words of the refusals are assumed. */
const refuseBadInput = (target: Target): void => {
  const { Input: input, InputPath: path, InputTransformer: transformer } = target;
  if ([input, path, transformer].filter((given) => given !== undefined).length > 1)
    invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  const names = Object.keys(transformer?.InputPathsMap ?? {});
  const [unknown] = unknownPlaceholders(transformer?.InputTemplate ?? '', names);
  if (unknown !== undefined)
    invalid(`InputTemplate for target ${target.Id} contains invalid placeholder ${unknown}.`);
};

const faultOf = (target: Target, kind: TargetKind | undefined): string | undefined => {
  if (kind === undefined)
    return `Parameter ${target.Arn} is not valid. Reason: Provided Arn is not in correct format.`;
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
