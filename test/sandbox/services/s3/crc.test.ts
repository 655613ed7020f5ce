import { crc32, crc32c, crc64nvme } from '../../../../sandbox/services/s3/crc';

// The check values of the catalogue of CRC algorithms: the sum of these nine digits.
const DIGITS = Buffer.from('123456789');

it.each([
  ['CRC-32', crc32, 'cbf43926'],
  ['CRC-32C', crc32c, 'e3069283'],
  ['CRC-64/NVME', crc64nvme, 'ae8b14860a799888'],
])('%s has its check value', (_name, sum, hex) => {
  expect(sum(DIGITS).toString('hex')).toBe(hex);
});
