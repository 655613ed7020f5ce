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
import type { Mark, Provenance, ProvenanceTable } from './provenance';
import { type Unasked, whyUnasked } from './unasked';

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

/** How far the marks themselves can be relied on. */
export interface MarkEvidence {
  /** How many of the documented have a page that somebody has opened. */
  readonly read: number;
  /** How many of the assumed `npm run verify:aws` can ask AWS about, and why it cannot ask about the others. */
  readonly asked: number;
  readonly unasked: readonly { readonly why: string; readonly count: number }[];
}

export const countEvidence = (tables: readonly ProvenanceTable[]): MarkEvidence => {
  const rows = tables.flatMap((table) => table.rows);
  const count = (is: (row: Provenance) => boolean): number => rows.filter(is).length;
  const because = (code: Unasked) => (row: Provenance) =>
    row.known === 'assumed' && row.unasked === code;
  const codes = Object.entries(whyUnasked).flatMap(([code, why]) =>
    isUnasked(code) ? [{ why, count: count(because(code)) }] : [],
  );
  return {
    read: count((row) => row.known === 'documented' && row.read !== undefined),
    asked: count((row) => row.known === 'assumed' && row.probe !== undefined),
    unasked: codes.filter((it) => it.count > 0),
  };
};

const isUnasked = (code: string): code is Unasked => Object.hasOwn(whyUnasked, code);
