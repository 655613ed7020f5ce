import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error';

interface Asker {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** The answer was given with the command. */
  readonly yes: boolean;
}

/** Asks a person whether to go on. Throws UsageError for everything but `yes`, and where there is nobody to ask. */
export const askFirst = async ({ input, output, yes }: Asker): Promise<void> => {
  if (yes) return;
  if (input.isTTY !== true)
    throw new UsageError(
      'Nobody can be asked here: the input is no terminal. Say --yes to go on without being asked. Nothing was made and nothing was asked.',
    );
  const terminal = createInterface({ input, output });
  // The input may end without an answer.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([terminal.question('Type yes to go on: '), ended]);
    if (answer.trim() !== 'yes') throw new UsageError('Nothing was made and nothing was asked.');
  } finally {
    terminal.close();
  }
};
