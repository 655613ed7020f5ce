import type { ProvenanceTable } from '../provenance/provenance';

// One row, one line.
// prettier-ignore
export const faultsProvenance: ProvenanceTable = {
  service: 'faults',
  rows: [
    { id: 'faults.throttling', known: 'documented', behaviour: 'How each service says that it is called too often', at: 'faults/refusals.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/CommonErrors.html', date: '2026-11' },
    { id: 'faults.server-failures', known: 'documented', behaviour: 'InternalFailure 500 and ServiceUnavailable 503', at: 'faults/refusals.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/CommonErrors.html', date: '2026-11' },
    { id: 'faults.inside-silence', known: 'assumed', behaviour: 'What a task sees of a connection that failed inside AWS', at: 'faults/refusals.ts', unasked: 'hidden', date: '2026-11' },
    { id: 'faults.best-effort-events', known: 'documented', behaviour: 'Events of services may not come, come twice, or in any order', at: 'faults/delivery-faults.ts', source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html', date: '2026-11' },
    { id: 'faults.at-least-once-invocations', known: 'documented', behaviour: 'An asynchronous event may be invoked twice', at: 'faults/delivery-faults.ts', source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html', read: '2026-11-21', date: '2026-11' },
    { id: 'faults.forgotten-deletions', known: 'documented', behaviour: 'A standard queue may deliver a deleted message again', at: 'faults/delivery-faults.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html', read: '2026-11-21', date: '2026-11' },
  ],
};
