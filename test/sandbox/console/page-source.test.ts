import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import {
  PAGE_FOLDER,
  PAGE_MODULES,
  PAGE_STYLES,
  createPage,
} from '../../../sandbox/console/page-source';
import { aMessage, aSnapshot } from './page/page-trees';

const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(PAGE_FOLDER, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
const page = createPage();
const partsOf = (html: string) => ({
  script: /<script nonce="N">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '',
  style: /<style nonce="N">([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '',
  first: /<script type="application\/json" id="first-snapshot">([\s\S]*?)<\/script>/.exec(
    html,
  )?.[1],
});

it('is made of every module and style in the folder', () => {
  expect([...PAGE_MODULES].sort()).toEqual(filesIn('script', '.mjs'));
  expect([...PAGE_STYLES].sort()).toEqual(filesIn('styles', '.css'));
});

it('lists each module after those that it imports', () => {
  const misplaced = PAGE_MODULES.flatMap((name, index) => {
    const source = readFileSync(join(PAGE_FOLDER, 'script', `${name}.mjs`), 'utf8');
    const imports = [...source.matchAll(/from '([^']+)\.mjs'/g)].map(([, path = '']) =>
      join(name, '..', path),
    );
    const earlier: readonly string[] = PAGE_MODULES.slice(0, index);
    return imports.filter((path) => !earlier.includes(path)).map((path) => `${name}: ${path}`);
  });
  expect(misplaced).toEqual([]);
});

it('is one script that a browser can parse, with nothing left of the modules', () => {
  const { script } = partsOf(page({ nonce: 'N', snapshot: undefined }));
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toMatch(/^\s*(import|export) /m);
  expect(script).toContain('startPage(window);');
});

it('asks for nothing outside: no addresses in style or markup but those of the drawing', () => {
  const html = page({ nonce: 'N', snapshot: undefined });
  const { style } = partsOf(html);
  expect(style.length).toBeGreaterThan(1000);
  expect(style).not.toMatch(/@import|url\(/);
  expect(html).not.toMatch(/<(link|script|img)[^>]+(src|href)="(?!data:image\/svg)/);
});

it('never turns text into markup', () => {
  const { script } = partsOf(page({ nonce: 'N', snapshot: undefined }));
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
});

it('carries the first snapshot, whose texts cannot end the element', () => {
  // given
  const snapshot = aSnapshot({ messages: [aMessage({ text: '</script><script>alert(1)$&' })] });
  // when
  const { first = '' } = partsOf(page({ nonce: 'N', snapshot }));
  // then
  expect(first).not.toContain('<');
  expect(JSON.parse(first)).toEqual(snapshot);
});
