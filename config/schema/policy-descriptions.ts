import { CHECK_SECTIONS, type Section } from './check-descriptions';

/** What each field of a policy means, in the same way. Only the generator reads it. */
export const POLICY_SECTIONS = {
  '': {
    title: 'A release policy of Slipway',
    at: 'A policy',
    about: 'How releases of a deployment group are judged.',
    fields: {
      application: "CodeDeploy's application; of ECS's own deployments, the cluster.",
      deploymentGroup:
        "The deployment group, or * for every group of the application that has no policy of its own; of ECS's own deployments, the service.",
      mode: 'observe: everything is judged and told, nothing is blocked. enforce: what does not pass does not get traffic.',
      channel: 'The Slack channel that is told, without #.',
      checks:
        'What is asked at each gate: CodeDeploy hooks, Ready and InPlace for hosts, the stages of ECS, PipelineAction.',
      bake: "Watching after a gate's own checks have passed.",
      score: 'What checks that are not critical have to add up to.',
      rollback: 'When an alarm takes a release back.',
      freezes: 'Times in which no release passes a gate before traffic.',
      changeCalendars:
        'SSM Change Calendars by name or ARN; while one is closed no release passes a gate before traffic.',
      approvers: 'Slack user ids of those who may answer for an inconclusive release.',
    },
  },
  bake: {
    title: 'Bake',
    at: '`bake`',
    about: 'Its checks are looked at again and again until it ends.',
    fields: {
      after: 'The gate that it follows.',
      durationSec: 'How long it lasts, in seconds.',
      intervalSec: 'Between two looks of a check, in seconds.',
      checks:
        'What is watched. One failed look fails the gate; a check may say otherwise with repeat.',
    },
  },
  score: {
    title: 'Score',
    at: '`score`',
    about: 'The weight of the checks that passed, in percent of those that are not critical.',
    fields: {
      passPct: 'At least so much passes.',
      marginalPct:
        'With at least so much, checks that are inconclusive counted in, it is inconclusive; less fails.',
    },
  },
  rollback: {
    title: 'Rollback rules',
    at: '`rollback`',
    about: 'When an alarm takes a release back.',
    fields: {
      alarms:
        'CloudWatch alarms by name; one that goes red while the release counts takes it back.',
      watchMin: 'For so many minutes after a release ended an alarm still counts against it.',
      maxPerDay:
        'Automatic rollbacks of the group in a day; beyond them a person is called instead.',
    },
  },
  freezes: {
    title: 'Freeze',
    at: '`freezes[]`',
    about:
      'A time in which no release passes. One that started before goes on, rollbacks always do.',
    fields: {
      reason: 'Why, as people are told.',
      from: 'When it starts, ISO-8601 with Z or an offset, e.g. 2026-12-20T00:00:00Z or 2026-12-20T01:00:00+01:00.',
      until: 'When it is over, in the same way.',
    },
  },
  ...CHECK_SECTIONS,
} as const satisfies Readonly<Record<string, Section>>;

/** A gate of the policy's `checks`: what it is, by the platform that has it. */
export const GATE_DESCRIPTIONS = {
  BeforeInstall: 'CodeDeploy, ECS: before the replacement task set is made.',
  AfterInstall: 'CodeDeploy, ECS: the replacement task set is there, without traffic.',
  AfterAllowTestTraffic: 'CodeDeploy, ECS: the test listener leads to the replacement task set.',
  BeforeAllowTraffic: 'CodeDeploy, Lambda and ECS: before traffic moves.',
  AfterAllowTraffic: 'CodeDeploy, Lambda and ECS: after all traffic has moved.',
  Ready:
    'CodeDeploy, hosts, blue/green: the replacement hosts are ready, and traffic waits for a word.',
  InPlace: 'CodeDeploy, hosts, in place: while it runs. Nothing waits here: what fails is stopped.',
  RECONCILE_SERVICE: 'ECS: the deployment begins while another revision is still there.',
  PRE_SCALE_UP: 'ECS: before the new revision has tasks.',
  POST_SCALE_UP: 'ECS: the new revision has its tasks, without traffic.',
  TEST_TRAFFIC_SHIFT: 'ECS: test traffic moves to the new revision.',
  POST_TEST_TRAFFIC_SHIFT: 'ECS: test traffic goes to the new revision.',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'ECS: before production traffic moves.',
  PRODUCTION_TRAFFIC_SHIFT: 'ECS: production traffic moves to the new revision.',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'ECS: production traffic goes to the new revision.',
  PipelineAction: 'CodePipeline: a Lambda action whose user parameters name this policy.',
} as const;
