import { StringDecoder } from 'node:string_decoder';

/** Feeds whole lines to `take`; `end` gives what stands after the last line feed. */
export const splitLines = (
  take: (line: string) => void,
): { push(chunk: Buffer): void; end(): void } => {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  return {
    push: (chunk) => {
      const lines = (pending + decoder.write(chunk)).split('\n');
      pending = lines.pop() ?? '';
      lines.forEach(take);
    },
    end: () => {
      if (pending !== '') take(pending);
      pending = '';
    },
  };
};
