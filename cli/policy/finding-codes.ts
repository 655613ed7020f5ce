/** What `slipway policy check` finds. `level` is the usual one; docs/policies.md is made of this table. */
export interface FindingCode {
  readonly level: 'error' | 'warning' | 'info';
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const FINDING_CODES = {
  NotYaml: {
    level: 'error',
    meaning: 'The file is not YAML, has a member twice, or aliases without end.',
    remedy: 'Mend it at that place.',
  },
  InvalidPolicy: {
    level: 'error',
    meaning: 'A field is missing, unknown, or of another form.',
    remedy: 'See the fields above; an editor that knows the schema tells them while you type.',
  },
  GroupNamedTwice: {
    level: 'error',
    meaning: 'Two files are policies of one group.',
    remedy: 'Take one away: only one can be published.',
  },
  OutOfScope: {
    level: 'error',
    meaning: 'The policy says `enforce`, and config/scope.yml does not let the group be blocked.',
    remedy: 'Add the group to `deploymentGroups.enforce` and deploy the stack, or observe.',
  },
  FunctionOutOfScope: {
    level: 'error',
    meaning: 'A check invokes a function that config/scope.yml does not list: IAM refuses it.',
    remedy: 'Add its name to `functions` in config/scope.yml and deploy the stack.',
  },
  HostsOutOfScope: {
    level: 'error',
    meaning: 'A check runs commands on hosts, and config/scope.yml lists none: IAM refuses it.',
    remedy: 'Add patterns of instance ids to `hosts` in config/scope.yml and deploy the stack.',
  },
  ReadyToEnforce: {
    level: 'info',
    meaning: 'config/scope.yml lets the group be blocked, and its policy only observes.',
    remedy: 'Say `mode: enforce` once the verdicts are what you expect.',
  },
  NothingChecked: {
    level: 'error',
    meaning:
      'There is no check, so every verdict is inconclusive: an enforced release never passes. A warning in `observe`.',
    remedy: 'Add a check.',
  },
  CheckNamedTwice: {
    level: 'error',
    meaning: 'Two checks of a gate, or one of it and one of the bake after it, have one name.',
    remedy: 'Name them apart: what was seen is kept by name.',
  },
  NobodyToAsk: {
    level: 'error',
    meaning: 'A critical check says `onInconclusive: ask`, and nobody is an approver.',
    remedy: 'Name Slack user ids in `approvers`.',
  },
  MarginalAbovePass: {
    level: 'error',
    meaning: '`score.marginalPct` is above `score.passPct`.',
    remedy: 'Lower it: below `marginalPct` fails, from `passPct` on passes.',
  },
  UnknownPlaceholder: {
    level: 'error',
    meaning: 'A text names something in double braces that no release has.',
    remedy: 'Take one of the placeholders listed in this page.',
  },
  PlaceholderNotHere: {
    level: 'error',
    meaning: 'A text names something that releases do not have at this gate.',
    remedy: 'Take a placeholder of this platform, or move the check.',
  },
  PlaceholderInCommand: {
    level: 'error',
    meaning: 'A command has a placeholder, which is not filled in: a shell would run what it says.',
    remedy: 'Read what is released on the host itself.',
  },
  PathNotValid: {
    level: 'error',
    meaning: 'The path of an assertion is not JMESPath.',
    remedy: 'See https://jmespath.org/specification.html.',
  },
  PatternNotValid: {
    level: 'error',
    meaning: '`matches` is not a regular expression.',
    remedy: 'Mend it; it is one of JavaScript.',
  },
  UrlNotValid: {
    level: 'error',
    meaning: 'The URL cannot be read, or has credentials in it.',
    remedy: 'Mend it.',
  },
  ForbiddenAddress: {
    level: 'error',
    meaning: 'The URL leads to a link-local, metadata, loopback or unspecified address.',
    remedy: 'Take another one; where it is meant, say so in `allowAddresses`.',
  },
  NotEncrypted: {
    level: 'warning',
    meaning: 'The URL is not https.',
    remedy: 'Take https, unless the endpoint is a private one.',
  },
  QueryMissing: {
    level: 'error',
    meaning: 'A metric source has no query.',
    remedy: 'Add one.',
  },
  ExpressionMissing: {
    level: 'error',
    meaning: 'A metric source has several queries and no expression over them.',
    remedy: 'Add the expression: one series can be judged.',
  },
  UnknownQuery: {
    level: 'error',
    meaning: 'An expression names an id that is none of its queries.',
    remedy: 'Add the query, or mend the id.',
  },
  QueryUnused: {
    level: 'warning',
    meaning: 'An expression does not name one of its queries.',
    remedy: 'Take the query away, or use it.',
  },
  PeriodsDiffer: {
    level: 'warning',
    meaning: 'The queries of an expression have several periods: their points do not meet.',
    remedy: 'Give them one period.',
  },
  WindowTooShort: {
    level: 'error',
    meaning: 'The window has fewer points than `minSamples`: the check is always inconclusive.',
    remedy: 'Take a longer window or a shorter period.',
  },
  WindowBelowPeriod: {
    level: 'warning',
    meaning: 'The window is shorter than a period: it goes back a whole period nonetheless.',
    remedy: 'Take a window of whole periods.',
  },
  LimitMissing: {
    level: 'error',
    meaning: 'A threshold has neither `min` nor `max`.',
    remedy: 'Add one.',
  },
  MinAboveMax: {
    level: 'error',
    meaning: 'A lower limit is above the upper one: nothing passes.',
    remedy: 'Mend one of them.',
  },
  BaselineIsTheSame: {
    level: 'error',
    meaning: 'Both sides of a comparison read the same metric.',
    remedy:
      "Name `{{targetVersion}}` in a dimension, or dimensions of the control group that differ from the query's.",
  },
  NoTrafficYet: {
    level: 'warning',
    meaning:
      'A comparison with the previous version stands before traffic: the new one has no points.',
    remedy: 'Move the check to AfterAllowTraffic, or to a bake after it.',
  },
  NoFunctionHere: {
    level: 'error',
    meaning: 'A check needs the Lambda function that is released, and this gate is not of one.',
    remedy: 'Move it to BeforeAllowTraffic or AfterAllowTraffic, or take another kind.',
  },
  NoHostsHere: {
    level: 'error',
    meaning: "A command runs on the release's hosts, and this gate is not of a release to hosts.",
    remedy: 'Move it to Ready or InPlace, or take hosts by tag.',
  },
  SeveralPlatforms: {
    level: 'warning',
    meaning: 'The policy asks at gates that no one deployment group has.',
    remedy: "Split it: a group's gates are those of Lambda, of ECS, of hosts, or of a pipeline.",
  },
  InPlaceIsNoGate: {
    level: 'info',
    meaning: 'Nothing waits at InPlace: hosts serve the new revision while it is judged.',
    remedy: 'Ship a ValidateService script as the true gate; this one stops what fails.',
  },
  PlanTooLong: {
    level: 'error',
    meaning: 'The looks of a gate and its bake take longer than the gate may stay open.',
    remedy: 'Look less often or for a shorter time.',
  },
  PlanTight: {
    level: 'warning',
    meaning:
      'The looks fit, and not with a last one that uses its time-out and retries, or a first one that waits for metrics.',
    remedy: 'Leave room for it.',
  },
  TooManyLooks: {
    level: 'error',
    meaning: 'A check is looked at more than 200 times.',
    remedy: 'Look at longer intervals.',
  },
  FreezeEndsFirst: {
    level: 'error',
    meaning: 'A freeze ends before it starts, or at once: it holds nothing.',
    remedy: 'Mend one of the times.',
  },
  FreezeIsOver: {
    level: 'warning',
    meaning: 'A freeze is over.',
    remedy: 'Take it away.',
  },
  FreezeHoldsNothing: {
    level: 'warning',
    meaning:
      'Freezes hold releases at gates before traffic, and the policy asks only at InPlace, where nothing waits.',
    remedy: 'Let the freeze hold the pipeline that deploys, or take it away.',
  },
  GroupNotFound: {
    level: 'warning',
    meaning: 'CodeDeploy does not know the application or group.',
    remedy: 'Mend the name, unless the group is still to be made.',
  },
  GateNeverReached: {
    level: 'error',
    meaning: "The group's platform or kind of deployment does not have the gate.",
    remedy: 'Ask at a gate that it has.',
  },
  ReadyOptionOpens: {
    level: 'error',
    meaning:
      "The group's ready option does not wait for a word (`CONTINUE_DEPLOYMENT`): traffic moves whatever is found.",
    remedy: 'Set it to `STOP_DEPLOYMENT`, with a wait longer than the checks.',
  },
  ReadyWaitTooShort: {
    level: 'error',
    meaning:
      "The group's ready option waits for less than the checks need, with three minutes to answer.",
    remedy: 'Let it wait longer, or look for a shorter time.',
  },
  TagsIgnored: {
    level: 'error',
    meaning:
      'The group lists Auto Scaling groups beside tag filters: it deploys to their hosts whatever the tags, so readiness is no gate.',
    remedy: 'Use one of the two.',
  },
  AlarmNotFound: {
    level: 'error',
    meaning: 'There is no alarm of that name in the account and region.',
    remedy: 'Create it first, or mend the name.',
  },
  AwsNotAsked: {
    level: 'warning',
    meaning: 'AWS could not be asked, so what only it knows was not checked.',
    remedy: 'See the sentence: credentials, region, or a permission is missing.',
  },
} as const satisfies Readonly<Record<string, FindingCode>>;

export type FindingCodeName = keyof typeof FINDING_CODES;
