import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const iamProvenance: ProvenanceTable = {
  service: 'iam',
  rows: [
    { id: 'iam.names', known: 'documented', behaviour: 'What a name may hold', at: 'services/iam/iam-parts.ts', source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html', read: '2026-11-21', date: '2026-11' },
    { id: 'iam.name-sentences', known: 'assumed', behaviour: 'The words for a name that is refused', at: 'services/iam/iam-parts.ts', probe: 'iam-names', date: '2026-11' },
    { id: 'iam.documents-encoded', known: 'documented', behaviour: 'Documents in answers are encoded as in URLs', at: 'services/iam/iam-parts.ts', source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html', read: '2026-11-21', date: '2026-11' },
    { id: 'iam.delete-held-role', known: 'documented', behaviour: 'A role with policies is not deleted', at: 'services/iam/role-operations.ts', source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html', read: '2026-11-21', date: '2026-11' },
    { id: 'iam.delete-held-role-sentences', known: 'assumed', behaviour: 'The words of its refusal', at: 'services/iam/role-operations.ts', probe: 'iam-held', date: '2026-11' },
    { id: 'iam.attached-quota', known: 'documented', behaviour: 'Ten attached policies to a role', at: 'services/iam/role-policy-operations.ts', source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html', date: '2026-11' },
    { id: 'iam.delete-attached-policy', known: 'documented', behaviour: 'A policy that is attached is not deleted', at: 'services/iam/policy-operations.ts', source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html', read: '2026-11-21', date: '2026-11' },
    { id: 'iam.delete-attached-sentence', known: 'assumed', behaviour: 'The words of its refusal', at: 'services/iam/policy-operations.ts', probe: 'iam-held', date: '2026-11' },
    { id: 'iam.role-ref', known: 'documented', behaviour: "`Ref` of a role is its name, that of a managed policy its ARN", at: 'services/iam/template-resources.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html', date: '2026-11' },
  ],
};
