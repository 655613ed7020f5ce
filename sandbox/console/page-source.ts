import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from './snapshot';

/** The browser's modules, each after those that it imports. */
export const PAGE_MODULES = [
  'tree',
  'dom',
  'time',
  'slack/emoji',
  'slack/mrkdwn',
  'slack/rich-text',
  'slack/table',
  'slack/block-kit',
  'slack/channels',
  'slack/presses',
  'releases/status',
  'releases/verdicts',
  'releases/describe-release',
  'releases/releases',
  'calls',
  'announcements',
  'connection',
  'page',
] as const;

/** In the order of the cascade. */
export const PAGE_STYLES = [
  'tokens',
  'base',
  'frame',
  'states',
  'release',
  'verdict',
  'slack',
  'blocks',
  'narrow',
] as const;

export const PAGE_FOLDER = join(__dirname, 'page');

/**
 * The modules as one script. Their imports and the word `export` go away; each keeps a scope of its own and hands
 * on what it exports by name, so that what it does not export may be called the same in two of them.
 */
export const joinModules = (sources: readonly string[]): string => {
  const modules = sources.map((source) => {
    const names = [...source.matchAll(/^export const (\w+)/gm)].map((match) => match[1]).join(', ');
    const body = source.replace(/^import [^;]+;\n/gm, '').replace(/^export /gm, '');
    return `const { ${names} } = (() => {\n${body}\nreturn { ${names} };\n})();`;
  });
  return `'use strict';\n${modules.join('\n')}\nstartPage(window);`;
};

export interface PageFilling {
  /** Marks the script and style that may run. */
  readonly nonce: string;
  /** What is shown before the first event comes; undefined where it could not be made. */
  readonly snapshot: Snapshot | undefined;
}

/** Reads the page once. What it returns is the page as one document that asks for nothing else to be shown. */
export const createPage = (): ((filling: PageFilling) => string) => {
  const read = (name: string): string => readFileSync(join(PAGE_FOLDER, name), 'utf8');
  const script = joinModules(PAGE_MODULES.map((name) => read(`script/${name}.mjs`)));
  const style = PAGE_STYLES.map((name) => read(`styles/${name}.css`)).join('\n');
  const page = read('page.html');
  return ({ nonce, snapshot }) =>
    page
      .replace('<style></style>', () => `<style nonce="${nonce}">\n${style}</style>`)
      .replace('id="first-snapshot">', () => `id="first-snapshot">${toInertJson(snapshot)}`)
      .replace('<script></script>', () => `<script nonce="${nonce}">\n${script}\n</script>`);
};

/** JSON that cannot end the element it stands in, whatever texts it carries. */
const toInertJson = (value: unknown): string =>
  value === undefined ? '' : JSON.stringify(value).replaceAll('<', '\\u003c');
