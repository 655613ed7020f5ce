import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { compareKeys } from '../../../../sandbox/services/s3/bucket-book';
import { type KeyListing, listKeys } from '../../../../sandbox/services/s3/key-listing';
import { type AnS3, anS3 } from './an-s3';

describe('a page of keys', () => {
  const anyKey = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\uffff', '😀'), maxLength: 6 });
  const anyKeys = fc.uniqueArray(anyKey, { maxLength: 25 });

  /** All pages of the given size, one after the other. */
  const allPages = (
    keys: readonly string[],
    order: { prefix: string; delimiter: string },
    most: number,
  ) => {
    const pages: KeyListing[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const page: KeyListing = listKeys(keys, { ...order, after, most });
      pages.push(page);
      after = page.next;
    }
    return pages;
  };

  it('leaves nothing out and says nothing twice, whatever its size', () =>
    fc.assert(
      fc.property(
        anyKeys,
        fc.constantFrom('', 'a', 'a/'),
        fc.constantFrom('', '/'),
        fc.integer({ min: 1, max: 30 }),
        (keys, prefix, delimiter, most) => {
          // given: the rule again, written the slow way
          const wanted = keys.filter((key) => key !== '' && key.startsWith(prefix));
          const cut = (key: string) => key.slice(prefix.length).split('/')[0] ?? '';
          const folds = (key: string) => delimiter !== '' && key.slice(prefix.length).includes('/');
          const folded = new Set(wanted.filter(folds).map((key) => `${prefix}${cut(key)}/`));
          // when
          const pages = allPages(keys, { prefix, delimiter }, most);
          // then
          expect(pages.flatMap((page) => page.keys)).toEqual(
            wanted.filter((key) => !folds(key)).sort(compareKeys),
          );
          expect(pages.flatMap((page) => page.commonPrefixes)).toEqual(
            [...folded].sort(compareKeys),
          );
          for (const page of pages.slice(0, -1))
            expect(page.keys.length + page.commonPrefixes.length).toBe(most);
        },
      ),
    ));

  it('orders keys by their bytes, not by halves of surrogate pairs', () => {
    expect(
      listKeys(['😀', '\uffff', 'a'], { prefix: '', delimiter: '', after: '', most: 9 }),
    ).toEqual({
      keys: ['a', '\uffff', '😀'],
      commonPrefixes: [],
    });
  });
});

describe('a listing', () => {
  let s3: AnS3;
  beforeAll(async () => {
    s3 = await anS3();
    for (const key of ['a.txt', 'logs/1', 'logs/2', 'logs/old/3', 'ä +&.txt'])
      s3.port.put('files', key, Buffer.from(key));
  });
  afterAll(() => s3.close());
  const list = (more: Partial<ListObjectsV2CommandInput> = {}) =>
    s3.client.send(new ListObjectsV2Command({ Bucket: 'files', ...more }));

  it('tells of each object what it is', async () => {
    const { Contents, KeyCount, IsTruncated } = await list({ Prefix: 'a' });
    expect({ KeyCount, IsTruncated }).toEqual({ KeyCount: 1, IsTruncated: false });
    expect(Contents).toEqual([
      {
        Key: 'a.txt',
        Size: 5,
        ETag: '"a5e54d1fd7bb69a228ef0dcd2431367e"',
        LastModified: new Date('2026-11-21T12:00:00Z'),
        StorageClass: 'STANDARD',
        ChecksumAlgorithm: ['CRC64NVME'],
        ChecksumType: 'FULL_OBJECT',
      },
    ]);
  });

  it('folds what a delimiter folds', async () => {
    const { Contents, CommonPrefixes } = await list({ Prefix: 'logs/', Delimiter: '/' });
    expect(Contents?.map(({ Key }) => Key)).toEqual(['logs/1', 'logs/2']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'logs/old/' }]);
  });

  it('goes on where its token says', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { Contents } of paginateListObjectsV2(
      { client: s3.client, pageSize: 2 },
      { Bucket: 'files' },
    ))
      pages.push(Contents?.map(({ Key }) => Key) ?? []);
    expect(pages).toEqual([['a.txt', 'logs/1'], ['logs/2', 'logs/old/3'], ['ä +&.txt']]);
    expect((await list({ StartAfter: 'logs/2' })).KeyCount).toBe(2);
  });

  it('encodes keys for who asks for that', async () => {
    const { Contents, Prefix } = await list({ Prefix: 'ä ', EncodingType: 'url' });
    expect({ Prefix, Key: Contents?.[0]?.Key }).toEqual({
      Prefix: '%C3%A4%20',
      Key: '%C3%A4%20%2B%26.txt',
    });
  });

  it('goes by markers in its first version', async () => {
    const page = { Bucket: 'files', MaxKeys: 2, Delimiter: '/' };
    const first = await s3.client.send(new ListObjectsCommand(page));
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'logs/' });
    const second = await s3.client.send(
      new ListObjectsCommand({ ...page, Marker: first.NextMarker }),
    );
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['ä +&.txt']);
  });
});
