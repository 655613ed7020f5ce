import * as clientS3 from '@aws-sdk/client-s3';
import { toModel } from '../../../sandbox/wire/model';
import { addressOf, findOperation } from '../../../sandbox/wire/protocols/rest-xml-route';

const aRequest = (
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
) => ({
  ...{ method, target, headers, body: Buffer.alloc(0) },
  url: new URL(`http://sandbox${target}`),
});

describe('an address', () => {
  it.each([
    ['/', {}],
    ['/files', { bucket: 'files' }],
    ['/files/', { bucket: 'files' }],
    ['/files?list-type=2', { bucket: 'files' }],
    ['/files/a/b%20c+d', { bucket: 'files', key: 'a/b c+d' }],
    ['/files//a/../b/', { bucket: 'files', key: '/a/../b/' }],
    ['/files/a%2Fb?x=/y', { bucket: 'files', key: 'a/b' }],
  ])('stands in the path %s', (target, address) => {
    expect(addressOf(aRequest('GET', target))).toEqual(address);
  });

  it.each([
    ['files.localhost:4580', '/a/b', { bucket: 'files', key: 'a/b' }],
    ['files.s3.localhost:4580', '/', { bucket: 'files' }],
    ['localhost:4580', '/files/a', { bucket: 'files', key: 'a' }],
    ['127.0.0.1:4580', '/files/a', { bucket: 'files', key: 'a' }],
  ])('may begin in the host %s', (host, target, address) => {
    expect(addressOf(aRequest('GET', target, { host }))).toEqual(address);
  });
});

describe('an operation', () => {
  const model = toModel(clientS3);

  it.each([
    ['GET', '/', {}, 'ListBuckets'],
    ['GET', '/b', {}, 'ListObjects'],
    ['GET', '/b?list-type=2&prefix=x', {}, 'ListObjectsV2'],
    ['GET', '/b?location', {}, 'GetBucketLocation'],
    ['GET', '/b?policy=', {}, 'GetBucketPolicy'],
    ['PUT', '/b', {}, 'CreateBucket'],
    ['PUT', '/b/k', {}, 'PutObject'],
    ['PUT', '/b/k?x-id=PutObject', {}, 'PutObject'],
    ['PUT', '/b/k', { 'x-amz-copy-source': 'b/o' }, 'CopyObject'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', {}, 'UploadPart'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', { 'x-amz-copy-source': 'b/o' }, 'UploadPartCopy'],
    ['PUT', '/b/k?tagging', {}, 'PutObjectTagging'],
    ['GET', '/b/k', {}, 'GetObject'],
    ['GET', '/b/k?uploadId=u', {}, 'ListParts'],
    ['GET', '/b?uploads', {}, 'ListMultipartUploads'],
    ['HEAD', '/b', {}, 'HeadBucket'],
    ['HEAD', '/b/k', {}, 'HeadObject'],
    ['POST', '/b?delete', {}, 'DeleteObjects'],
    ['POST', '/b/k?uploads', {}, 'CreateMultipartUpload'],
    ['POST', '/b/k?uploadId=u', {}, 'CompleteMultipartUpload'],
    ['DELETE', '/b/k?uploadId=u', {}, 'AbortMultipartUpload'],
    ['DELETE', '/b/k', {}, 'DeleteObject'],
    ['DELETE', '/b', {}, 'DeleteBucket'],
    ['POST', '/b', {}, undefined],
    ['PATCH', '/b/k', {}, undefined],
  ])('is found for %s %s %j: %s', (method, target, headers, name) => {
    expect(findOperation(aRequest(method, target, { ...headers }), model)?.name).toBe(name);
  });
});
