import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { kindOfAddress } from '../../../adapters/http/addresses';
import { findDestination } from '../../../adapters/http/destination';

it.each([
  ['169.254.169.254', 'link-local'],
  ['169.254.170.2', 'link-local'],
  ['169.254.170.23', 'link-local'],
  ['fd00:ec2::254', 'link-local'],
  ['fd00:ec2::23', 'link-local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['febf:ffff::1', 'link-local'],
  ['::ffff:169.254.169.254', 'link-local'],
  ['::ffff:a9fe:a9fe', 'link-local'],
  ['::a9fe:a9fe', 'link-local'],
  ['::ffff:0:a9fe:a9fe', 'link-local'],
  ['64:ff9b::a9fe:a9fe', 'link-local'],
  ['64:ff9b:1::a9fe:a9fe', 'link-local'],
  ['2002:a9fe:a9fe::1', 'link-local'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['::1', 'loopback'],
  ['0:0:0:0:0:0:0:1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::7f00:1', 'loopback'],
  ['2002:7f00:1::', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['::', 'unspecified'],
  ['::ffff:0.0.0.0', 'unspecified'],
  ['64:ff9b::', 'unspecified'],
  ['10.0.0.1', 'open'],
  ['168.254.1.1', 'open'],
  ['169.253.255.255', 'open'],
  ['169.255.0.0', 'open'],
  ['126.255.255.255', 'open'],
  ['128.0.0.1', 'open'],
  ['1.0.0.0', 'open'],
  ['fec0::1', 'open'],
  ['fd00:ec3::254', 'open'],
  ['2001:db8::1', 'open'],
  ['2002:a00:1::', 'open'],
  ['::2.0.0.0', 'open'],
])('%s is %s', (address, kind) => {
  expect(kindOfAddress(address)).toBe(kind);
});

/** The ways in which a URL may spell the four bytes of an address. */
const SPELLINGS: readonly ((bytes: readonly number[]) => string)[] = [
  (bytes) => bytes.join('.'),
  (bytes) => `${bytes.join('.')}.`,
  (bytes) => bytes.map((it) => `0x${it.toString(16)}`).join('.'),
  (bytes) => bytes.map((it) => `0${it.toString(8)}`).join('.'),
  ([a = 0, b = 0, c = 0, d = 0]) => String(((a * 256 + b) * 256 + c) * 256 + d),
  ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${b}.${c * 256 + d}`,
  ([a = 0, b = 0, c = 0, d = 0]) => `0x${a.toString(16)}.${(b * 256 + c) * 256 + d}`,
  (bytes) => bytes.map((it) => encodeURIComponent(String(it)).replace(/\d/g, '%3$&')).join('.'),
  (bytes) => bytes.join('。'),
  (bytes) => bytes.join('.').replace(/\d/g, (it) => String.fromCharCode(0xff10 + Number(it))),
  (bytes) => `[::ffff:${bytes.join('.')}]`,
  (bytes) => `[0:0:0:0:0:FFFF:${bytes.join('.')}]`,
  ([a = 0, b = 0, c = 0, d = 0]) =>
    `[64:ff9b::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`,
];
const NETWORKS = [[169, 254], [127], [0]];
const byte = fc.integer({ min: 0, max: 255 });
const nobody = async () => [];

it('is refused however an address is spelt', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NETWORKS),
      fc.array(byte, { minLength: 4, maxLength: 4 }),
      fc.constantFrom(...SPELLINGS),
      fc.constantFrom('http', 'https'),
      async (network, bytes, spell, scheme) => {
        const address = [...network, ...bytes].slice(0, 4);
        const href = `${scheme}://${spell(address)}:8080/latest/meta-data/`;
        await expect(findDestination(href, { allowAddresses: [] }, nobody)).rejects.toMatchObject({
          code: 'AddressRefused',
        });
      },
    ),
  ));

it('is refused wherever a name leads to it, if only among others', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('169.254.169.254', '127.0.0.1', '::1', 'fe80::1', '::ffff:7f00:1', '0.0.0.0'),
      fc.array(fc.ipV4(), { maxLength: 3 }),
      fc.nat(3),
      async (bad, good, at) => {
        const addresses = good.toSpliced(at, 0, bad);
        const resolve = async () =>
          addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
        await expect(
          findDestination('https://shop.example/', { allowAddresses: [] }, resolve),
        ).rejects.toMatchObject({ code: 'AddressRefused' });
      },
    ),
  ));

it('lets every address of the internet and of a VPC through', () =>
  fc.assert(
    fc.asyncProperty(fc.ipV4(), async (address) => {
      fc.pre(!/^(0|127|169\.254)\./.test(address));
      const { addresses } = await findDestination(
        `http://${address}/`,
        { allowAddresses: [] },
        nobody,
      );
      expect(addresses).toEqual([{ address, family: 4 }]);
    }),
  ));

describe('a destination', () => {
  const find = (href: string, rules: Parameters<typeof findDestination>[1]) =>
    findDestination(href, rules, nobody);

  it.each([
    ['http://127.0.0.1:8080/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://169.254.169.254/', 'link-local'],
  ] as const)('%s is let through where the check names %s', async (href, kind) => {
    await expect(find(href, { allowAddresses: [kind] })).resolves.toMatchObject({});
    const other = kind === 'loopback' ? 'link-local' : 'loopback';
    await expect(find(href, { allowAddresses: [other] })).rejects.toMatchObject({
      code: 'AddressRefused',
    });
  });

  it('0.0.0.0 is let through by nothing', async () => {
    const rules = { allowAddresses: ['loopback', 'link-local'] } as const;
    await expect(find('http://0.0.0.0/', rules)).rejects.toMatchObject({
      message: '0.0.0.0 leads to the function itself: no check may ask that.',
    });
  });

  it.each([
    ['127.0.0.1:9001', 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next'],
    ['127.0.0.1:9001', 'http://[::ffff:127.0.0.9]:9001/'],
    ['169.254.100.1:9001', 'http://169.254.100.1:9001/'],
    ['127.0.0.1:80', 'http://127.0.0.1/'],
    ['127.0.0.1:443', 'https://127.0.0.1/'],
  ])('the runtime API %s is let through by nothing: %s', async (runtimeApi, href) => {
    const rules = { allowAddresses: ['loopback', 'link-local'], runtimeApi } as const;
    await expect(find(href, rules)).rejects.toMatchObject({
      message: expect.stringContaining("the function's own runtime API"),
    });
  });

  it('beside the runtime API is let through', async () => {
    const rules = { allowAddresses: ['loopback'], runtimeApi: '127.0.0.1:9001' } as const;
    await expect(find('http://127.0.0.1:8080/', rules)).resolves.toMatchObject({});
  });

  it.each([
    ['ftp://shop.example/', 'A URL of ftp: is not asked.'],
    ['file:///etc/passwd', 'A URL of file: is not asked.'],
    ['http://me@shop.example/', 'A URL with credentials in it is not asked.'],
    ['http://:secret@shop.example/', 'A URL with credentials in it is not asked.'],
    ['http://[fe80::1%25eth0]/', 'The URL is not one.'],
    ['nothing', 'The URL is not one.'],
  ])('%s is refused', async (href, message) => {
    await expect(find(href, { allowAddresses: [] })).rejects.toMatchObject({
      code: 'AddressRefused',
      message,
    });
  });

  it('without an address is a fault of its own', async () => {
    const missing = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const failing = () => Promise.reject(missing);
    await expect(
      findDestination('http://nowhere.example/', { allowAddresses: [] }, failing),
    ).rejects.toMatchObject({
      code: 'NameNotResolved',
      message: 'nowhere.example has no address: ENOTFOUND.',
    });
    await expect(find('http://nowhere.example/', { allowAddresses: [] })).rejects.toMatchObject({
      code: 'NameNotResolved',
    });
  });
});
