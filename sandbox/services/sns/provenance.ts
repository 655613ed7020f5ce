import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const snsProvenance: ProvenanceTable = {
  service: 'sns',
  rows: [
    { id: 'sns.sns-retries', known: 'documented', behaviour: 'When a delivery is tried again, 100,015 times in all', at: 'services/sns/deliver.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html', date: '2026-11' },
    { id: 'sns.sns-no-retry', known: 'documented', behaviour: 'A missing endpoint or permission is not tried again', at: 'services/sns/deliver.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sns.sns-dead-letter', known: 'assumed', behaviour: 'Attributes of the dead letter', at: 'services/sns/deliver.ts', probe: 'sns-dead-letter', date: '2026-11' },
    { id: 'sns.sns-envelope', known: 'documented', behaviour: 'What a queue receives without raw delivery', at: 'services/sns/envelope.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html', date: '2026-11' },
    { id: 'sns.sns-function-event', known: 'documented', behaviour: 'What a function receives', at: 'services/sns/envelope.ts', source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sns.filter-scope', known: 'documented', behaviour: 'A body that is not JSON passes no filter of the body', at: 'services/sns/filter-policy.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html', date: '2026-11' },
    { id: 'sns.publish-limit', known: 'documented', behaviour: '256 KB to a message', at: 'services/sns/publish-operations.ts', source: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sns.message-attributes', known: 'documented', behaviour: 'Which attributes a message may have', at: 'services/sns/publish-operations.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html', date: '2026-11' },
    { id: 'sns.message-sentences', known: 'assumed', behaviour: 'The words that refuse them', at: 'services/sns/publish-operations.ts', probe: 'sns-refusals', date: '2026-11' },
    { id: 'sns.nested-filter', known: 'documented', behaviour: 'No nested filter of attributes', at: 'services/sns/filter-policy.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html', date: '2026-11' },
    { id: 'sns.nested-filter-sentence', known: 'assumed', behaviour: 'The words that refuse one', at: 'services/sns/filter-policy.ts', probe: 'sns-refusals', date: '2026-11' },
    { id: 'sns.topic-attributes', known: 'documented', behaviour: 'What some attributes of topics look like', at: 'services/sns/topic-book.ts', source: 'https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html', date: '2026-11' },
    { id: 'sns.arn-sentences', known: 'assumed', behaviour: 'The words that refuse an ARN that is none, and an attribute', at: 'services/sns/topic-book.ts', probe: 'sns-refusals', date: '2026-11' },
    { id: 'sns.topic-policy', known: 'documented', behaviour: "A topic's policy lets in who acts for its owner", at: 'services/sns/sns.ts', source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html', date: '2026-11' },
    { id: 'sns.topic-ref', known: 'documented', behaviour: '`Ref` of a topic and of a subscription is its ARN', at: 'services/sns/template-resources.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html', date: '2026-11' },
  ],
};
