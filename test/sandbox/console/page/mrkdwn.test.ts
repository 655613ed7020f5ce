import fc from 'fast-check';
import {
  renderMrkdwn,
  renderPlain,
} from '../../../../sandbox/console/page/script/slack/mrkdwn.mjs';
import { findAll, outline, textIn } from './page-trees';

const NAMES = { U0ANA: 'ana', S0RELEASE: 'release', C0RELEASES: 'releases' };

it.each([
  ['plain words', 'plain words'],
  ['*bold* and _it_ and ~gone~', '[strong bold] and [em it] and [del gone]'],
  ['*bold _and it_*', '[strong bold [em and it]]'],
  ['2 * 3 * 4, snake_case_name', '2 * 3 * 4, snake_case_name'],
  ['* not bold*', '* not bold*'],
  ['`a *b* &lt;c&gt;`', '[code a *b* <c>]'],
  ['one\ntwo', 'one[br]two'],
  ['before ```line *1*\nline 2``` after', 'before [pre line *1*\nline 2] after'],
  ['a fence ``` that nothing closes', 'a fence ``` that nothing closes'],
  ['> said\n> twice\nthen', '[blockquote said[br]twice]then'],
  ['&gt; escaped quote', '[blockquote escaped quote]'],
  ['Fix &amp;lt; &amp; &lt;b&gt;', 'Fix &lt; & <b>'],
  ['<@U0ANA> <@U0WHO> <@U0WHO|who>', '[span @ana] [span @U0WHO] [span @who]'],
  ['<!subteam^S0RELEASE> <!here> <#C0RELEASES>', '[span @release] [span @here] [span #releases]'],
  ['<https://a.example/x?y=1&amp;z=2|the run>', '[a the run]'],
  ['<https://a.example>', '[a https://a.example]'],
  ['<!date^1768475100^{date_short_pretty} {time}|then>', '[time Jan 15, 2026 11:05]'],
  ['<!date^soon^{time}|later>', 'later'],
  [':rocket: :x: :no_such_emoji:', '[span 🚀] [span ❌] :no_such_emoji:'],
  ['at 10:41:03', 'at 10:41:03'],
])('renders %j', (text, expected) => {
  expect(outline(renderMrkdwn(text, NAMES))).toBe(expected);
});

it('leads links to where they say, in another tab without a way back', () => {
  const [link] = findAll(renderMrkdwn('<https://a.example/x?y=1&amp;z=2|run>'), { tag: 'a' });
  expect(link?.attributes).toEqual({
    href: 'https://a.example/x?y=1&z=2',
    target: '_blank',
    rel: 'noopener noreferrer',
  });
});

it.each([
  ['<script>alert(1)</script>'],
  ['</script><img src=x onerror=alert(1)>'],
  ['<javascript:alert(1)|click>'],
  ['<data:text/html,x>'],
  ['<JaVaScRiPt:alert(1)>'],
  ['<//evil.example|click>'],
])('keeps %j as text', (text) => {
  const nodes = renderMrkdwn(text);
  expect(textIn(nodes)).toBe(text);
  expect(nodes.every((node) => typeof node === 'string')).toBe(true);
});

it('names the emoji for those who hear the page', () => {
  const [emoji] = findAll(renderMrkdwn(':white_check_mark:'), { role: 'img' });
  expect(emoji?.attributes['aria-label']).toBe('white check mark');
});

it('never throws, and makes nothing but known tags and web addresses of any text', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '*',
            '_',
            '~',
            '`',
            '```',
            '<',
            '>',
            '|',
            '!date^',
            '@',
            ':x:',
            '\n',
            '&lt;',
          ),
          fc.constantFrom('javascript:alert(1)', 'https://a.example', '<script>', 'data:,'),
        ),
      ),
      (pieces) => {
        const nodes = [{ tag: 'div', attributes: {}, children: renderMrkdwn(pieces.join('')) }];
        const tags = 'div strong em del code pre br blockquote span time a'.split(' ');
        const all = findAll(nodes, {});
        return (
          all.every(({ tag }) => tags.includes(tag)) &&
          findAll(nodes, { tag: 'a' }).every(({ attributes }) =>
            /^https?:/.test(String(attributes['href'])),
          )
        );
      },
    ),
  ));

it('renders plain text without markup, with emoji and line breaks', () => {
  expect(outline(renderPlain('*not bold* :tada:\n<@U0ANA>'))).toBe(
    '*not bold* [span 🎉][br]<@U0ANA>',
  );
});
