import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const codepipelineProvenance: ProvenanceTable = {
  service: 'codepipeline',
  rows: [
    { id: 'codepipeline.pipeline-events', known: 'documented', behaviour: 'What CodePipeline puts on the bus', at: 'services/codepipeline/pipeline-events.ts', source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html', date: '2026-11' },
  ],
};
