import type { ProvenanceTable } from '../../provenance/provenance';

// One row, one line.
// prettier-ignore
export const s3Provenance: ProvenanceTable = {
  service: 's3',
  rows: [
    { id: 's3.error-responses', known: 'documented', behaviour: 'Codes, statuses and sentences of errors', at: 'services/s3/errors.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html', date: '2026-11' },
    { id: 's3.error-sentences', known: 'assumed', behaviour: 'Sentences that the page words otherwise than answers do', at: 'services/s3/errors.ts', probe: 's3-refusals', date: '2026-11' },
    { id: 's3.bucket-names', known: 'documented', behaviour: 'Which names buckets may have', at: 'services/s3/bucket-name.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html', date: '2026-11', read: '2026-11-21' },
    { id: 's3.buckets', known: 'documented', behaviour: "A bucket's region must be named; what each operation is authorised by", at: 'services/s3/operations/buckets.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html', date: '2026-11' },
    { id: 's3.bucket-policies', known: 'documented', behaviour: 'What a bucket policy must name', at: 'services/s3/operations/policies.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html', date: '2026-11' },
    { id: 's3.bucket-policy-sentences', known: 'assumed', behaviour: 'The words in which a policy is refused', at: 'services/s3/operations/policies.ts', probe: 's3-bucket-policies', date: '2026-11' },
    { id: 's3.put-object', known: 'documented', behaviour: 'PutObject', at: 'services/s3/operations/put-object.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html', date: '2026-11' },
    { id: 's3.object-settings', known: 'documented', behaviour: 'No ACLs; 2 KB of metadata', at: 'services/s3/settings.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html', date: '2026-11' },
    { id: 's3.keys', known: 'documented', behaviour: '1,024 bytes to a key', at: 'services/s3/store-object.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html', date: '2026-11' },
    { id: 's3.checksums', known: 'documented', behaviour: 'Checksums are verified, kept and told; CRC-64/NVME where none is given', at: 'services/s3/checksums.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html', date: '2026-11', read: '2026-11-21' },
    { id: 's3.missing-key', known: 'documented', behaviour: '403 instead of 404 for whoever may not list; the ordinary storage class is not told', at: 'services/s3/operations/get-object.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html', date: '2026-11', read: '2026-11-21' },
    { id: 's3.ranges', known: 'documented', behaviour: 'One range of bytes, or the whole', at: 'services/s3/range.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html', date: '2026-11' },
    { id: 's3.preconditions', known: 'documented', behaviour: 'Conditions on reading, and on writing', at: 'services/s3/preconditions.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html', date: '2026-11', read: '2026-11-21' },
    { id: 's3.deletes', known: 'documented', behaviour: 'Each key of a list is authorised by itself; a thousand at most', at: 'services/s3/operations/delete-objects.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html', date: '2026-11' },
    { id: 's3.copies', known: 'documented', behaviour: "A copy's settings, its conditions, and what changes nothing", at: 'services/s3/operations/copy-object.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html', date: '2026-11' },
    { id: 's3.listing', known: 'documented', behaviour: 'Pages of a thousand, markers, conditions on prefixes', at: 'services/s3/operations/list-objects.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html', date: '2026-11' },
    { id: 's3.prefixes', known: 'documented', behaviour: 'What a delimiter folds together', at: 'services/s3/key-listing.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html', date: '2026-11' },
    { id: 's3.uploads', known: 'documented', behaviour: 'Permissions of uploads in parts; parts of other objects', at: 'services/s3/operations/multipart.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html', date: '2026-11' },
    { id: 's3.completed-uploads', known: 'documented', behaviour: 'Order and size of parts, the ETag and the checksum of the whole', at: 'services/s3/complete-upload.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html', date: '2026-11' },
    { id: 's3.upload-lists', known: 'documented', behaviour: 'A thousand parts to a page', at: 'services/s3/operations/upload-lists.ts', source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html', date: '2026-11' },
    { id: 's3.bucket-ref', known: 'documented', behaviour: "`Ref` gives a bucket's name", at: 'services/s3/template.ts', source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html', date: '2026-11' },
  ],
};
