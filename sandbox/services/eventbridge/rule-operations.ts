import type {
  DeleteRuleCommandInput,
  DescribeRuleCommandInput,
  DescribeRuleResponse,
  ListRuleNamesByTargetCommandInput,
  ListRuleNamesByTargetResponse,
  ListRulesCommandInput,
  ListRulesResponse,
  PutRuleCommandInput,
  PutRuleResponse,
  Rule as RuleSummary,
} from '@aws-sdk/client-eventbridge';
import { AwsError, operation, type PassedRole } from '../../service';
import { pageOf } from '../paging';
import type { BusBook, Rule } from './bus-book';
import { DEFAULT_BUS, invalid } from './bus-book';
import type { Pattern } from './pattern/parse-pattern';
import { parsePattern } from './pattern/parse-pattern';
import { PatternError } from './pattern/pattern-error';
import type { RuleTimers } from './rule-timers';
import { parseSchedule } from './schedule/schedule';

/** documented (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html) */
export const passedToEvents = (roleArn: string | undefined): readonly PassedRole[] =>
  roleArn === undefined ? [] : [{ roleArn, service: 'events.amazonaws.com' }];

export interface RuleContext {
  readonly book: BusBook;
  readonly timers: RuleTimers;
}

/** Documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
const PATTERN_LENGTH = 4_096;

/** Throws InvalidEventPatternException with AWS's reason, ValidationException for a pattern that is too long. */
export const compilePattern = (text: string): Pattern => {
  if (text.length > PATTERN_LENGTH)
    invalid(
      `1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to ${PATTERN_LENGTH}`,
    );
  try {
    return parsePattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
};

/** Of a rule; one that is only tested may be longer. Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const PATTERN_BYTES = 2_048;

/** Creates the rule or changes it: targets stay, everything else is as the input says. */
export const putRule = ({ book, timers }: RuleContext, input: PutRuleCommandInput): Rule => {
  const name = input.Name ?? '';
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name))
    return invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  const bus = book.bus(input.EventBusName);
  if (!input.EventPattern && !input.ScheduleExpression)
    return invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (Buffer.byteLength(input.EventPattern ?? '') > PATTERN_BYTES)
    return invalid(`Parameter EventPattern for rule ${name} exceeds limit of ${PATTERN_BYTES}.`);
  const state = input.State ?? 'ENABLED';
  const rule: Rule = {
    name,
    busName: bus.name,
    arn: book.ruleArn(name, bus.name),
    enabled: state !== 'DISABLED',
    state,
    description: input.Description,
    roleArn: input.RoleArn,
    ...(input.EventPattern && {
      pattern: { text: input.EventPattern, compiled: compilePattern(input.EventPattern) },
    }),
    ...(input.ScheduleExpression && {
      schedule: scheduleOf(input.ScheduleExpression, bus.name),
    }),
    targets: bus.rules.get(name)?.targets ?? new Map(),
  };
  book.put(rule);
  timers.arm(rule);
  return rule;
};

const scheduleOf = (expression: string, busName: string): NonNullable<Rule['schedule']> => {
  if (busName !== DEFAULT_BUS)
    return invalid('ScheduleExpression is supported only on the default event bus.');
  const times = parseSchedule(expression) ?? invalid('Parameter ScheduleExpression is not valid.');
  return { expression, times };
};

const ruleArns =
  (book: BusBook) =>
  (input: { Name?: string; EventBusName?: string }): readonly string[] => [
    book.ruleArn(input.Name ?? '', input.EventBusName),
  ];

export const createRuleOperations = (context: RuleContext) => {
  const { book, timers } = context;
  const setState = (enabled: boolean) =>
    operation({
      resources: ruleArns(book),
      run: (input: { Name?: string; EventBusName?: string }) => {
        const rule: Rule = {
          ...book.rule(input.Name, input.EventBusName),
          enabled,
          state: enabled ? 'ENABLED' : 'DISABLED',
        };
        book.put(rule);
        timers.arm(rule);
        return {};
      },
    });
  return {
    PutRule: operation({
      resources: ruleArns(book),
      passes: ({ RoleArn }: PutRuleCommandInput) => passedToEvents(RoleArn),
      run: (input: PutRuleCommandInput): PutRuleResponse => ({
        RuleArn: putRule(context, input).arn,
      }),
    }),
    EnableRule: setState(true),
    DisableRule: setState(false),
    // Succeeds for a rule that does not exist. Assumed from the errors that its model declares.
    DeleteRule: operation({
      resources: ruleArns(book),
      run: (input: DeleteRuleCommandInput) => {
        const bus = book.bus(input.EventBusName);
        const rule = bus.rules.get(input.Name ?? '');
        if (rule === undefined) return {};
        if (rule.targets.size > 0) invalid("Rule can't be deleted since it has targets.");
        timers.disarm(rule.arn);
        bus.rules.delete(rule.name);
        return {};
      },
    }),
    DescribeRule: operation({
      resources: ruleArns(book),
      run: (input: DescribeRuleCommandInput): DescribeRuleResponse => ({
        ...summarise(book.rule(input.Name, input.EventBusName)),
        CreatedBy: book.account,
      }),
    }),
    ...createListings(book),
  };
};

const createListings = (book: BusBook) => ({
  ListRules: operation({
    resources: () => ['*'],
    run: (input: ListRulesCommandInput): ListRulesResponse => {
      const rules = [...book.bus(input.EventBusName).rules.values()].filter(({ name }) =>
        name.startsWith(input.NamePrefix ?? ''),
      );
      const page = pageOf(rules.map(summarise), pageRequestOf(input));
      return { Rules: [...page.items], NextToken: page.nextToken };
    },
  }),
  ListRuleNamesByTarget: operation({
    resources: () => ['*'],
    run: (input: ListRuleNamesByTargetCommandInput): ListRuleNamesByTargetResponse => {
      const names = [...book.bus(input.EventBusName).rules.values()]
        .filter((rule) => [...rule.targets.values()].some(({ Arn }) => Arn === input.TargetArn))
        .map(({ name }) => name);
      const page = pageOf(names, pageRequestOf(input));
      return { RuleNames: [...page.items], NextToken: page.nextToken };
    },
  }),
});

/** A page of EventBridge holds at most 100. */
export const pageRequestOf = (input: { Limit?: number; NextToken?: string }) => ({
  limit: input.Limit ?? 100,
  token: input.NextToken,
  refuseToken: () => invalid('Parameter NextToken is not valid.'),
});

const summarise = (rule: Rule): RuleSummary => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.busName,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  EventPattern: rule.pattern?.text,
  ScheduleExpression: rule.schedule?.expression,
});
