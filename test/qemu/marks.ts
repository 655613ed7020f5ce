import { gunzipSync } from 'node:zlib';

/** What the lines `@@TAG {json}` of a script hold, of `@@TAG-GZIP` too. */
export const marksIn = (stdout: string, tag: string): readonly Record<string, unknown>[] =>
  stdout.split('\n').flatMap((line) => {
    const rest = line.slice(line.indexOf(' ') + 1);
    if (line.startsWith(`@@${tag} `)) return [JSON.parse(rest)];
    if (line.startsWith(`@@${tag}-GZIP `))
      return [JSON.parse(gunzipSync(Buffer.from(rest, 'base64')).toString())];
    return [];
  });
