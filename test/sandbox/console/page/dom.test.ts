import { patchChildren } from '../../../../sandbox/console/page/script/dom.mjs';
import { type TreeNode, element } from '../../../../sandbox/console/page/script/tree.mjs';
import { FakeNode, fakeDocument } from './fake-document';

const root = () => new FakeNode(1, 'div');
const patch = (parent: FakeNode, ...trees: readonly TreeNode[]) =>
  patchChildren(parent, trees, fakeDocument);

it('makes elements of trees, and text nodes of texts', () => {
  const parent = root();
  patch(parent, element('p', { class: 'note' }, 'a ', element('strong', {}, 'b')));
  expect(parent.outline).toBe('<div><p>"a "<strong>"b"');
  expect(parent.childNodes[0]?.getAttribute('class')).toBe('note');
});

it('makes a text node of markup', () => {
  const parent = root();
  patch(parent, element('p', {}, '<script>alert(1)</script>'));
  expect(parent.outline).toBe('<div><p>"<script>alert(1)</script>"');
});

it.each([
  ['onclick', 'alert(1)'],
  ['style', 'position:fixed'],
  ['srcdoc', 'x'],
  ['href', 'javascript:alert(1)'],
  ['href', ' javascript:alert(1)'],
  ['href', 'data:text/html,x'],
])('leaves out the attribute %s="%s"', (name, value) => {
  const parent = root();
  patch(parent, element('a', { [name]: value }, 'x'));
  expect(parent.childNodes[0]?.getAttributeNames()).toEqual([]);
});

it.each(['script', 'iframe', 'img', 'style', 'object', 'form'])('makes no %s', (tag) => {
  const parent = root();
  patch(parent, element(tag, {}, 'x'));
  expect(parent.outline).toBe('<div><span>"x"');
});

it('sets a share as a number of percent and nothing else', () => {
  const parent = root();
  patch(parent, element('span', { share: 10 }), element('span', { share: '1;color:red' }));
  expect(parent.childNodes.map((node) => node.styles.get('--share'))).toEqual(['10%', 'NaN%']);
});

it('keeps elements that are still there, and changes only what differs', () => {
  const parent = root();
  patch(parent, element('p', { class: 'a', title: 't' }, 'one'));
  const [before] = parent.childNodes;
  const text = before?.childNodes[0];
  patch(parent, element('p', { class: 'b' }, 'two'));
  expect(parent.childNodes[0]).toBe(before);
  expect(before?.childNodes[0]).toBe(text);
  expect(before?.getAttribute('class')).toBe('b');
  expect(before?.getAttribute('title')).toBeNull();
  expect(parent.outline).toBe('<div><p>"two"');
});

it('recognises a keyed element when another is put before it, and forgets what is gone', () => {
  const parent = root();
  const card = (key: string) => element('article', { key }, key);
  patch(parent, card('a'), card('b'));
  const [a, b] = parent.childNodes;
  patch(parent, card('new'), card('a'), card('b'));
  expect(parent.childNodes.slice(1)).toEqual([a, b]);
  expect(parent.childNodes[1]).toBe(a);
  patch(parent, card('b'));
  expect(parent.childNodes).toHaveLength(1);
  expect(parent.childNodes[0]).toBe(b);
});

it('leaves it to the reader whether details are open', () => {
  const parent = root();
  const details = (open: boolean) => element('details', { open }, element('summary', {}, 's'));
  patch(parent, details(true));
  const [shown] = parent.childNodes;
  expect(shown?.getAttribute('open')).toBe('');
  shown?.removeAttribute('open');
  patch(parent, details(true));
  expect(shown?.getAttribute('open')).toBeNull();
  shown?.setAttribute('open', '');
  patch(parent, details(false));
  expect(shown?.getAttribute('open')).toBe('');
});
