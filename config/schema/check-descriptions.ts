/**
 * What each field of a policy's checks means, as editors and docs/policies.md show it. Only the generator of
 * `policy.schema.json` and of that page reads it: a function's bundle has no room for it.
 */
export interface Section {
  readonly title: string;
  /** Where it stands in a policy, as docs/policies.md heads it. */
  readonly at: string;
  readonly about: string;
  /** What each field means; a full sentence each. */
  readonly fields: Readonly<Record<string, string>>;
}

const limits = (of: string): Section['fields'] => ({
  p50Ms: `The median of ${of} may be so long, in milliseconds.`,
  p95Ms: `The 95th percentile by nearest rank may be so long, in milliseconds.`,
  p99Ms: `The 99th percentile by nearest rank may be so long, in milliseconds.`,
  maxMs: `The longest of ${of} may be so long, in milliseconds.`,
});

const SOURCE = 'The metric: one query, or an expression over several.';
const WINDOW =
  'How far one look goes back, in seconds; whole periods, and never to before the release started.';
const LAG =
  'So many of the last seconds are left out: CloudWatch may not have all of their points yet. The first look waits for it.';
const ASSERTIONS = 'What the JSON answer must have, one JMESPath expression each.';
const SAMPLES = 'in one look, one after another.';

/** By the path of the object, with a check's kind for its place in the list; `check` is what every kind has. */
export const CHECK_SECTIONS = {
  check: {
    title: 'Check',
    at: 'Every check',
    about: 'What a check of any kind may say.',
    fields: {
      name: 'What people are told of it; each once at a gate, with the bake after it.',
      kind: 'What is looked at: http, lambda-invoke, alarms, metric-threshold, metric-baseline, ssm-command, suite.',
      timeoutSec: 'How long one look may take, in seconds.',
      retries: 'Further looks after one that failed or could not look; the last one counts.',
      retryDelaySec: 'Between those looks, in seconds.',
      critical: 'A critical check that fails, fails the gate; others count by weight in the score.',
      weight: 'What it counts in the score, where it is not critical.',
      onInconclusive:
        'What becomes of the gate when this check is inconclusive: fail, pass, or ask an approver in Slack. Of critical checks only.',
      noData: 'What it means when there is nothing to look at.',
      repeat: 'Look again and again; absent: once, or through the bake.',
    },
  },
  'check.repeat': {
    title: 'Repeated looks',
    at: '`repeat`',
    about: "A check's looks over time, and how many of them may end how before the check does.",
    fields: {
      intervalSec: 'Between two looks, in seconds.',
      count: 'How many looks.',
      initialDelaySec: 'Before the first look, in seconds.',
      failureLimit: 'So many failed looks are borne; one more fails the check.',
      inconclusiveLimit:
        'So many inconclusive looks are borne; one more makes the check inconclusive.',
      consecutiveErrorLimit: 'So many looks in a row that could not look are borne.',
      consecutiveSuccessLimit: 'So many passed looks in a row end the check early; 0: never.',
    },
  },
  http: {
    title: 'HTTP check',
    at: '`kind: http`',
    about: 'Sends requests and looks at the answers.',
    fields: {
      url: 'http or https; {{targetVersion}} and the like stand for what is released.',
      method: 'GET, HEAD, POST or PUT.',
      headers: 'Headers of the request.',
      body: 'Body of the request.',
      samples: `Requests ${SAMPLES}`,
      followRedirects: 'How many redirects are followed; 0: a redirect is an answer to be judged.',
      from: 'reporter: from the function that judges. probe: from inside the VPC, by the function for it.',
      allowAddresses:
        'Addresses that are refused unless they are named here: link-local, loopback.',
      expect: 'What the answers must be.',
    },
  },
  'http.expect': {
    title: 'Expected answer',
    at: '`expect` of `http`',
    about: 'What each answer must be.',
    fields: {
      status: 'The status code, or a list of those that are right.',
      json: 'Members that the answer must have with these values; it may have others.',
      headers: 'Headers that the answer must have, with exactly these values.',
      assertions: ASSERTIONS,
      latency: 'How long the requests may take.',
      tlsDaysLeft: 'The certificate must be valid for so many days more.',
    },
  },
  'http.expect.assertions': {
    title: 'Assertion',
    at: '`assertions[]`',
    about:
      'One thing that a JSON answer must have. Without any of the questions: that there is a value.',
    fields: {
      path: 'A JMESPath expression.',
      equals: 'The value is this one.',
      atLeast: 'The value is a number, and so much at least.',
      atMost: 'The value is a number, and so much at most.',
      matches: 'The value is a text that matches this regular expression.',
      exists: 'true: there is a value. false: there is none.',
    },
  },
  'http.expect.latency': {
    title: 'Latency limits',
    at: '`latency`',
    about: 'Percentiles by nearest rank over the samples of one look.',
    fields: limits('the samples'),
  },
  'lambda-invoke': {
    title: 'Lambda invocation check',
    at: '`kind: lambda-invoke`',
    about: 'Invokes exactly the new version of the function that is released.',
    fields: {
      payload: 'What is sent, as JSON.',
      warmUp: 'Invocations before those that are judged, so that none of these is a cold start.',
      samples: `Invocations ${SAMPLES}`,
      expect: 'Members that the answer must have with these values; it may have others.',
      assertions: ASSERTIONS,
      latency: 'How long the invocations may take.',
    },
  },
  alarms: {
    title: 'Alarms check',
    at: '`kind: alarms`',
    about: "Looks at CloudWatch's alarms.",
    fields: {
      alarms: 'Metric or composite alarms by name.',
      alreadyRed: 'What an alarm means that was red before the release started.',
    },
  },
  'metric-threshold': {
    title: 'Metric threshold check',
    at: '`kind: metric-threshold`',
    about: 'Holds a metric against limits.',
    fields: {
      source: SOURCE,
      windowSec: WINDOW,
      lagSec: LAG,
      aggregate: "How the window's points become the one value that is judged.",
      min: 'The value may be so low.',
      max: 'The value may be so high.',
      traffic: 'How much traffic the window must have for the value to mean anything.',
    },
  },
  'metric-threshold.source': {
    title: 'Metric source',
    at: '`source`',
    about: 'One series of CloudWatch.',
    fields: {
      queries: 'Metrics by an id of your own: a small letter first.',
      expression: 'CloudWatch metric math over the ids; it gives one series.',
    },
  },
  'metric-threshold.source.queries': {
    title: 'Metric query',
    at: '`source.queries`',
    about: 'One metric of CloudWatch.',
    fields: {
      namespace: 'e.g. AWS/Lambda.',
      metric: 'e.g. Errors.',
      dimensions: 'Exactly those of the metric.',
      stat: 'Sum, Average, Minimum, Maximum, SampleCount, or a percentile as p99.',
      periodSec: 'Length of one point, in seconds: a whole number of minutes.',
    },
  },
  'metric-threshold.traffic': {
    title: 'Traffic',
    at: '`traffic`',
    about: 'With less traffic the check is inconclusive, whatever the value.',
    fields: {
      source: 'A metric that counts traffic.',
      atLeast: "The sum of the window's points must be so much at least.",
    },
  },
  'metric-baseline': {
    title: 'Metric baseline check',
    at: '`kind: metric-baseline`',
    about:
      'Holds a metric of the new version against the same of a baseline, with the Mann-Whitney test.',
    fields: {
      source: SOURCE,
      windowSec: WINDOW,
      lagSec: LAG,
      baseline: 'What the new version is held against.',
      direction: 'Which change is bad.',
      confidenceRatio: "Of the interval around the shift, 0 to 1; Kayenta's default is 0.98.",
      toleranceRatio:
        "A shift counts only beyond so much of its estimate; Kayenta's default is 0.25.",
      effect: 'The least effect that counts as a change.',
      minSamples: 'Points on either side below which nothing is said.',
    },
  },
  'metric-baseline.baseline': {
    title: 'Baseline',
    at: '`baseline`',
    about: 'The version before at the same time, the same metric earlier, or a control group.',
    fields: {
      kind: 'previous-version, previous-window, or control.',
      agoSec:
        'previous-window: so much earlier at least, in seconds, and over before the release started.',
      dimensions: "control: these dimensions take the place of the queries' own.",
    },
  },
  'metric-baseline.effect': {
    title: 'Effect',
    at: '`effect`',
    about: 'The least effect that counts as a change.',
    fields: {
      measure:
        "mean-ratio: the new version's mean by the baseline's. cles: how likely a point of the new version is the higher one.",
      allowedIncrease: 'A higher value counts from this effect on.',
      allowedDecrease: 'A lower value counts from this effect down.',
    },
  },
  'ssm-command': {
    title: 'Command check',
    at: '`kind: ssm-command`',
    about: "Runs a shell script on the release's hosts with Systems Manager.",
    fields: {
      commands:
        'Lines of the script; it passes where its exit code is 0. Placeholders are not filled in here.',
      hosts: 'Where it runs.',
      maxHosts: 'On so many hosts at most.',
      outputHas: "A text that each host's output must have.",
    },
  },
  'ssm-command.hosts': {
    title: 'Hosts',
    at: '`hosts`',
    about: "The release's own hosts, or those with a tag.",
    fields: {
      of: 'release: the hosts of the release. tag: those with the tag.',
      key: 'The key of the tag.',
      value: 'The value of the tag.',
    },
  },
  suite: {
    title: 'Suite check',
    at: '`kind: suite`',
    about: "Asks a function of the team's own, and takes it at its word.",
    fields: {
      functionArn: 'The ARN of the function; config/scope.yml must list its name under functions.',
      parameters: 'What the function is handed beside the release.',
    },
  },
} as const satisfies Readonly<Record<string, Section>>;
