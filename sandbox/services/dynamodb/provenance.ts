import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const dynamodbProvenance: ProvenanceTable = {
  service: 'dynamodb',
  rows: [
    { id: 'dynamodb.restorable', known: 'documented', behaviour: 'The latest restorable time lies five minutes back', at: 'services/dynamodb/continuous-backups.ts', source: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html', read: '2026-11-21', date: '2026-11' },
    { id: 'dynamodb.table-resource', known: 'documented', behaviour: 'What a table in a template may say', at: 'services/dynamodb/table-resource.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html', date: '2026-11' },
    { id: 'dynamodb.ttl-at-once', known: 'assumed', behaviour: 'Time to live is enabled at once', at: 'services/dynamodb/time-to-live.ts', source: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html', unasked: 'simplified', date: '2026-11' },
  ],
};
