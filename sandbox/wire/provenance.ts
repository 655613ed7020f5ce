import type { ProvenanceTable } from '../provenance/provenance';

// One row, one line.
// prettier-ignore
export const wireProvenance: ProvenanceTable = {
  service: 'wire',
  rows: [
    { id: 'wire.common-errors', known: 'documented', behaviour: 'Codes and statuses of the errors that every service has', at: 'wire/faults.ts', source: 'https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html', date: '2026-11' },
    { id: 'wire.json-statuses', known: 'documented', behaviour: "JSON services answer their client's errors with 400", at: 'wire/faults.ts', source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html', date: '2026-11' },
    { id: 'wire.required-exceptions', known: 'documented', behaviour: 'CodeDeploy has an exception for each missing member', at: 'wire/missing-members.ts', source: 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html', read: '2026-11-21', date: '2026-11' },
    { id: 'wire.constraints', known: 'documented', behaviour: 'Which values a member may have, of all that Lambda, SSM, CloudWatch, CodePipeline and IAM are asked', at: 'wire/check-input.ts', source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html', date: '2026-11' },
    { id: 'wire.constraint-sentences', known: 'assumed', behaviour: 'The sentence and the code that tell a broken constraint, and that it is told before the call is authorised', at: 'wire/check-input.ts', probe: 'lambda-alias-name', date: '2026-11' },
    { id: 'wire.several-constraints', known: 'assumed', behaviour: 'Several broken constraints are told together, with those that are missing', at: 'wire/check-input.ts', probe: 'wire-constraints', date: '2026-11' },
    { id: 'wire.missing-sentences', known: 'assumed', behaviour: 'How the other services answer a missing member', at: 'wire/missing-members.ts', probe: 'sqs-missing-member', date: '2026-11' },
    { id: 'wire.object-addresses', known: 'documented', behaviour: 'The bucket stands in the path, or before the host', at: 'wire/protocols/rest-xml-route.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html', date: '2026-11' },
    { id: 'wire.object-headers', known: 'documented', behaviour: 'Metadata that no header can hold is written as mail has it', at: 'wire/protocols/rest-xml.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html', date: '2026-11' },
    { id: 'wire.xml-errors', known: 'documented', behaviour: 'What S3 calls the errors that every service has', at: 'wire/protocols/rest-xml-fault.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html', date: '2026-11' },
    { id: 'wire.chunks', known: 'documented', behaviour: 'Bodies in chunks, and checksums after them', at: 'wire/aws-chunked.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html', date: '2026-11', read: '2026-11-21' },
    { id: 'wire.intrinsics', known: 'documented', behaviour: 'What intrinsic functions give', at: 'template/intrinsics.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html', date: '2026-11' },
    { id: 'wire.segments', known: 'documented', behaviour: 'What the X-Ray daemon takes', at: 'x-ray-daemon.ts', source: 'https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html', date: '2026-11' },
    { id: 'wire.log-group-arn', known: 'documented', behaviour: "A log group's ARN ends in `:*`", at: 'services/logs.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html', date: '2026-11' },
    { id: 'wire.assume-role', known: 'documented', behaviour: 'What AssumeRole takes and gives', at: 'services/sts.ts', source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html', date: '2026-11' },
    { id: 'wire.assume-role-sentences', known: 'assumed', behaviour: 'Its refusals of a session too short, too long or badly named', at: 'services/sts.ts', probe: 'sts-sessions', date: '2026-11' },
    { id: 'wire.caller-identity', known: 'documented', behaviour: 'Nobody needs a permission for GetCallerIdentity', at: 'services/sts.ts', source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html', read: '2026-11-21', date: '2026-11' },
  ],
};
