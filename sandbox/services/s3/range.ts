import { AwsError } from '../../service';

export interface ByteRange {
  readonly from: number;
  /** The last byte, as HTTP counts. */
  readonly to: number;
}

/**
 * The bytes that a Range header asks for; undefined where it asks for the whole: also where it cannot be read, or asks
 * for more than one range, which S3 does not give. Throws InvalidRange where there is no such byte.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html)
 */
export const rangeOf = (header: string | undefined, length: number): ByteRange | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (from >= length || (first === '' && Number(last) === 0))
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { from, to };
};
