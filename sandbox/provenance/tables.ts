import { faultsProvenance } from '../faults/provenance';
import { hostsProvenance } from '../hosts/provenance';
import { permissionsProvenance } from '../permissions/provenance';
import { cloudwatchProvenance } from '../services/cloudwatch/provenance';
import { codedeployEcsProvenance } from '../services/codedeploy/platforms/ecs/provenance';
import { codedeployProvenance } from '../services/codedeploy/provenance';
import { codepipelineProvenance } from '../services/codepipeline/provenance';
import { dynamodbProvenance } from '../services/dynamodb/provenance';
import { ecsProvenance } from '../services/ecs/provenance';
import { eventbridgeProvenance } from '../services/eventbridge/provenance';
import { iamProvenance } from '../services/iam/provenance';
import { lambdaProvenance } from '../services/lambda/provenance';
import { s3Provenance } from '../services/s3/provenance';
import { snsProvenance } from '../services/sns/provenance';
import { sqsProvenance } from '../services/sqs/provenance';
import { ssmProvenance } from '../services/ssm/provenance';
import { stepFunctionsProvenance } from '../services/step-functions/provenance';
import { slackProvenance } from '../slack/provenance';
import { wireProvenance } from '../wire/provenance';
import type { Mark, ProvenanceTable } from './provenance';

/** Every table. A further service is a further row. */
export const provenanceTables: readonly ProvenanceTable[] = [
  cloudwatchProvenance,
  codedeployProvenance,
  codedeployEcsProvenance,
  codepipelineProvenance,
  dynamodbProvenance,
  ecsProvenance,
  eventbridgeProvenance,
  faultsProvenance,
  hostsProvenance,
  iamProvenance,
  lambdaProvenance,
  permissionsProvenance,
  s3Provenance,
  slackProvenance,
  snsProvenance,
  sqsProvenance,
  ssmProvenance,
  stepFunctionsProvenance,
  wireProvenance,
];

export type MarkCounts = Readonly<Record<Mark, number>>;

export const countMarks = (tables: readonly ProvenanceTable[]): MarkCounts => {
  const count = (mark: Mark): number =>
    tables.flatMap(({ rows }) => rows).filter(({ known }) => known === mark).length;
  return {
    recorded: count('recorded'),
    documented: count('documented'),
    assumed: count('assumed'),
  };
};
