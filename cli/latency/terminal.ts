/** What a terminal can show. */
export interface Terminal {
  readonly unicode: boolean;
  readonly colour: boolean;
}

/** Files and pipes get plain ASCII; so do terminals without UTF-8. Colour is left out where NO_COLOR asks for it. */
export const terminalOf = (
  isTty: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Terminal => {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return {
    unicode: isTty && /utf-?8/i.test(locale),
    colour: isTty && !env.NO_COLOR && env.TERM !== 'dumb',
  };
};

const ASCII: readonly (readonly [string, string])[] = [
  ['µ', 'u'],
  ['≥', '>='],
  ['–', '-'],
  ['█', '#'],
  ['▒', '='],
  ['…', '...'],
];
const COLOURS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** A line as the terminal can show it. */
export const toTerminal = ({ unicode }: Terminal, line: string): string =>
  unicode ? line : ASCII.reduce((text, [from, to]) => text.replaceAll(from, to), line);

export const paint = ({ colour }: Terminal, name: keyof typeof COLOURS, text: string): string =>
  colour ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text;
