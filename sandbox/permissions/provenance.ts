import type { ProvenanceTable } from '../provenance/provenance';

// One row, one line.
// prettier-ignore
export const permissionsProvenance: ProvenanceTable = {
  service: 'permissions',
  rows: [
    { id: 'permissions.denial-sentence', known: 'documented', behaviour: 'Who is not authorized to do what, and because of which policy', at: 'permissions/identity.ts', source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html', date: '2026-11' },
    { id: 'permissions.principals', known: 'documented', behaviour: "Whom a resource's policy lets in", at: 'permissions/judge-access.ts', source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html', date: '2026-11' },
    { id: 'permissions.assume-role', known: 'documented', behaviour: 'Whom in the account a trust lets in, and who needs a policy besides', at: 'permissions/assume-role.ts', source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html', date: '2026-11' },
    { id: 'permissions.managed-policies', known: 'assumed', behaviour: 'What each managed policy allows', at: 'permissions/managed-policies.ts', source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html', probe: 'iam-managed-policies', date: '2026-11' },
    { id: 'permissions.document-sentences', known: 'assumed', behaviour: 'Which documents are refused as a role policy or as trust, and the words', at: 'permissions/policy-kinds.ts', probe: 'iam-documents', date: '2026-11' },
    { id: 'permissions.evaluation', known: 'documented', behaviour: 'An explicit deny wins, then one allow suffices', at: 'permissions/role-access.ts', source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-req-context.html', date: '2026-11' },
  ],
};
