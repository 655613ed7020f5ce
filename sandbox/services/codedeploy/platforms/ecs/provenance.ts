import type { ProvenanceTable } from '../../../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const codedeployEcsProvenance: ProvenanceTable = {
  service: 'codedeploy-ecs',
  rows: [
    { id: 'codedeploy-ecs.app-spec', known: 'documented', behaviour: 'Resources and hooks of an ECS AppSpec', at: 'services/codedeploy/platforms/ecs/app-spec.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html', date: '2026-11' },
    { id: 'codedeploy-ecs.app-spec-refused', known: 'assumed', behaviour: 'Code and words of an AppSpec that is not one', at: 'services/codedeploy/platforms/ecs/app-spec.ts', probe: 'codedeploy-ecs-settings', date: '2026-11' },
    { id: 'codedeploy-ecs.target', known: 'documented', behaviour: 'The shape of a target, the misspelled member included', at: 'services/codedeploy/platforms/ecs/describe.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ECSTarget.html', read: '2026-11-21', date: '2026-11' },
    { id: 'codedeploy-ecs.listed-task-sets', known: 'assumed', behaviour: 'A task set is listed as long as it is there', at: 'services/codedeploy/platforms/ecs/describe.ts', unasked: 'containers', date: '2026-11' },
    { id: 'codedeploy-ecs.lifecycle', known: 'documented', behaviour: 'Order of the lifecycle events, form of the target id, the two waits', at: 'services/codedeploy/platforms/ecs/ecs.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html', date: '2026-11' },
    { id: 'codedeploy-ecs.waits', known: 'assumed', behaviour: 'Where the first wait stands; which events there are without a test listener; the code of a wait in vain', at: 'services/codedeploy/platforms/ecs/ecs.ts', unasked: 'containers', date: '2026-11' },
    { id: 'codedeploy-ecs.environment-faults', known: 'assumed', behaviour: 'Which code a service or target group has that does not fit', at: 'services/codedeploy/platforms/ecs/environment.ts', probe: 'codedeploy-ecs-settings', date: '2026-11' },
    { id: 'codedeploy-ecs.install-time', known: 'documented', behaviour: 'The replacement task set has an hour to become healthy', at: 'services/codedeploy/platforms/ecs/events.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html', date: '2026-11' },
    { id: 'codedeploy-ecs.install-faults', known: 'assumed', behaviour: 'Codes of a failed Install; what an earlier deployment left behind goes first', at: 'services/codedeploy/platforms/ecs/events.ts', unasked: 'containers', date: '2026-11' },
    { id: 'codedeploy-ecs.actions', known: 'documented', behaviour: 'What CodeDeploy does to ECS and to load balancers', at: 'services/codedeploy/platforms/ecs/permissions.ts', source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html', date: '2026-11' },
    { id: 'codedeploy-ecs.action-steps', known: 'assumed', behaviour: 'Which action each step needs, and the service that the refusal names', at: 'services/codedeploy/platforms/ecs/permissions.ts', unasked: 'containers', date: '2026-11' },
    { id: 'codedeploy-ecs.ready-with-wait', known: 'recorded', behaviour: 'CONTINUE_DEPLOYMENT takes no wait', at: 'services/codedeploy/platforms/ecs/settings.ts', source: 'https://github.com/hashicorp/terraform-provider-aws/issues/9653', test: 'sandbox/services/codedeploy/platforms/ecs/groups.test.ts', quotes: "Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified", date: '2026-11' },
    { id: 'codedeploy-ecs.auto-scaling-groups', known: 'recorded', behaviour: 'ECS groups have no Auto Scaling groups', at: 'services/codedeploy/platforms/ecs/settings.ts', source: 'https://github.com/hashicorp/terraform-provider-aws/issues/7128', test: 'sandbox/services/codedeploy/platforms/ecs/groups.test.ts', quotes: 'For ECS deployment group, autoScalingGroups can not be specified', date: '2026-11' },
    { id: 'codedeploy-ecs.group-limits', known: 'documented', behaviour: 'One service, one pair, one or two listeners, two days', at: 'services/codedeploy/platforms/ecs/settings.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html', date: '2026-11' },
    { id: 'codedeploy-ecs.group-sentences', known: 'assumed', behaviour: 'The wording of what is refused; the original task set cannot be kept alive', at: 'services/codedeploy/platforms/ecs/settings.ts', probe: 'codedeploy-ecs-settings', date: '2026-11' },
    { id: 'codedeploy-ecs.no-way-back', known: 'documented', behaviour: 'Before Install there is nothing to roll back to', at: 'services/codedeploy/platforms/ecs/way-back.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html', read: '2026-11-21', date: '2026-11' },
    { id: 'codedeploy-ecs.way-back', known: 'assumed', behaviour: 'A rollback goes all at once, with the task definition of the original task set', at: 'services/codedeploy/platforms/ecs/way-back.ts', unasked: 'containers', date: '2026-11' },
  ],
};
