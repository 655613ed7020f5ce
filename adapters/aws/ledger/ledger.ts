import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../domain/ports';
import { createAuditTrail } from './audit-trail';
import { createClaims } from './claims';
import { createOpenGates } from './open-gates';
import { createPolicies } from './policies';
import { createPostedMessages } from './posted-messages';
import { createReleases } from './releases';
import { createRuns } from './runs';
import { createTable } from './table';
import { createValidations } from './validations';
import { createVerdicts } from './verdicts';

/** All that is remembered, in one table. Each function's role says which of it the function may touch. */
export const createLedger = (client: DynamoDBClient, tableName: string, clock: Clock) => {
  const table = createTable(client, tableName);
  return {
    audit: createAuditTrail(table, clock),
    claims: createClaims(table, clock),
    openGates: createOpenGates(table, clock),
    policies: createPolicies(table),
    posted: createPostedMessages(table, clock),
    releases: createReleases(table, clock),
    runs: createRuns(table, clock),
    validations: createValidations(table, clock),
    verdicts: createVerdicts(table, clock),
  };
};
