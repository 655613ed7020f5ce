import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const sqsProvenance: ProvenanceTable = {
  service: 'sqs',
  rows: [
    { id: 'sqs.attribute-checksum', known: 'documented', behaviour: 'MD5 over the attributes', at: 'services/sqs/checksum.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html', date: '2026-11' },
    { id: 'sqs.message-contents', known: 'documented', behaviour: 'What a message and its attributes may hold', at: 'services/sqs/check-message.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html', date: '2026-11' },
    { id: 'sqs.message-sentences', known: 'assumed', behaviour: 'The words that refuse a message', at: 'services/sqs/check-message.ts', probe: 'sqs-messages', date: '2026-11' },
    { id: 'sqs.purge', known: 'documented', behaviour: 'One purge a minute', at: 'services/sqs/queue.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html', date: '2026-11' },
    { id: 'sqs.latest-handle', known: 'documented', behaviour: 'Only the latest handle deletes a message', at: 'services/sqs/messages.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sqs.queue-attributes', known: 'documented', behaviour: 'Attributes of a queue with their ranges', at: 'services/sqs/queue-attributes.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sqs.list-queues-token', known: 'documented', behaviour: 'A token comes only to who asked for pages', at: 'services/sqs/queue-operations.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sqs.attribute-names', known: 'documented', behaviour: '`All`, `.*`, a whole name, or `prefix.*`', at: 'services/sqs/received-message.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html', read: '2026-11-21', date: '2026-11' },
    { id: 'sqs.queue-ref', known: 'documented', behaviour: '`Ref` of a queue is its URL', at: 'services/sqs/template-resources.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html', date: '2026-11' },
    { id: 'sqs.batch-limits', known: 'documented', behaviour: 'Ten entries to a batch, with ids of their own', at: 'services/batch.ts', source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html', read: '2026-11-21', date: '2026-11' },
  ],
};
