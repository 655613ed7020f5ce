/** A line for whoever called the command. */
export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A line beside the result: progress, and where things are. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
