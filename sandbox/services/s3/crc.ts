/** Sums of the family of CRC-32 that the low byte goes into first, 32 bits wide. */
const table32 = (polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest >>> 0;
  });

const sum32 = (table: Uint32Array, bytes: Uint8Array): Buffer => {
  let rest = 0xffff_ffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((rest ^ 0xffff_ffff) >>> 0);
  return sum;
};

const CRC32 = table32(0xedb8_8320);
const CRC32C = table32(0x82f6_3b78);

export const crc32 = (bytes: Uint8Array): Buffer => sum32(CRC32, bytes);
export const crc32c = (bytes: Uint8Array): Buffer => sum32(CRC32C, bytes);

/** CRC-64/NVME, in two halves: whole 64-bit integers are ten times as slow. */
const [HIGH, LOW] = ((): readonly [Uint32Array, Uint32Array] => {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let rest = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1)
      rest = rest & 1n ? (rest >> 1n) ^ 0x9a6c_9329_ac4b_c9b5n : rest >> 1n;
    high[byte] = Number(rest >> 32n);
    low[byte] = Number(rest & 0xffff_ffffn);
  }
  return [high, low];
})();

export const crc64nvme = (bytes: Uint8Array): Buffer => {
  let [high, low] = [0xffff_ffff, 0xffff_ffff];
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = (((low >>> 8) | (high << 24)) ^ (LOW[index] ?? 0)) >>> 0;
    high = ((high >>> 8) ^ (HIGH[index] ?? 0)) >>> 0;
  }
  const sum = Buffer.alloc(8);
  sum.writeUInt32BE(~high >>> 0, 0);
  sum.writeUInt32BE(~low >>> 0, 4);
  return sum;
};
