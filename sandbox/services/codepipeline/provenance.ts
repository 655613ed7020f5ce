import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const codepipelineProvenance: ProvenanceTable = {
  service: 'codepipeline',
  rows: [
    { id: 'codepipeline.pipeline-events', known: 'documented', behaviour: 'What CodePipeline puts on the bus', at: 'services/codepipeline/pipeline-events.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html', date: '2026-11' },
    { id: 'codepipeline.job-event', known: 'documented', behaviour: 'What a function is invoked with', at: 'services/codepipeline/jobs.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html', date: '2026-11' },
    { id: 'codepipeline.only-answers-count', known: 'documented', behaviour: 'Only what the function answers to its job counts, or 20 minutes without an answer', at: 'services/codepipeline/lambda-action.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html', date: '2026-11' },
    { id: 'codepipeline.continue-after', known: 'assumed', behaviour: 'A function that gave a token is called again after 30 seconds, with a job of its own', at: 'services/codepipeline/lambda-action.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html', unasked: 'unmade', date: '2026-11' },
    { id: 'codepipeline.action-failures', known: 'assumed', behaviour: 'Codes and words of an action that timed out or could not invoke', at: 'services/codepipeline/lambda-action.ts', unasked: 'unmade', date: '2026-11' },
    { id: 'codepipeline.job-permissions', known: 'documented', behaviour: 'Answers to jobs are authorised on no resource', at: 'services/codepipeline/job-operations.ts', source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html', date: '2026-11' },
    { id: 'codepipeline.job-sentences', known: 'assumed', behaviour: 'The words for a job that is not there, and for members that are refused', at: 'services/codepipeline/job-operations.ts', probe: 'codepipeline-jobs', date: '2026-11' },
    { id: 'codepipeline.variables-size', known: 'assumed', behaviour: 'How large output variables may be', at: 'services/codepipeline/job-operations.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html', unasked: 'unmade', date: '2026-11' },
  ],
};
