import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const ssmProvenance: ProvenanceTable = {
  service: 'ssm',
  rows: [
    { id: 'ssm.versions-kept', known: 'documented', behaviour: '100 versions of a parameter', at: 'services/ssm/parameter-book.ts', source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html', date: '2026-11' },
    { id: 'ssm.not-found-wordless', known: 'assumed', behaviour: 'ParameterNotFound comes without words', at: 'services/ssm/parameter-book.ts', probe: 'ssm-not-found', date: '2026-11' },
    { id: 'ssm.ten-names', known: 'documented', behaviour: 'Ten names in a call', at: 'services/ssm/parameter-operations.ts', source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html', date: '2026-11' },
    { id: 'ssm.no-secure-string', known: 'documented', behaviour: 'CloudFormation creates no SecureString', at: 'services/ssm/parameters.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html', date: '2026-11' },
    { id: 'ssm.parameter-event', known: 'documented', behaviour: '`Parameter Store Change`', at: 'services/ssm/put-parameter.ts', source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html', date: '2026-11' },
    { id: 'ssm.parameter-names', known: 'documented', behaviour: 'Which names are refused', at: 'services/ssm/put-parameter.ts', source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html', date: '2026-11' },
    { id: 'ssm.parameter-name-sentences', known: 'assumed', behaviour: 'The words of that refusal', at: 'services/ssm/put-parameter.ts', probe: 'ssm-bad-name', date: '2026-11' },
  ],
};
