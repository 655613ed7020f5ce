import type { PressedElement } from '../../../../sandbox/console/page/script/slack/presses.mjs';
import {
  listenToPresses,
  offerPeople,
  readPress,
} from '../../../../sandbox/console/page/script/slack/presses.mjs';

const article: PressedElement = {
  id: 'm-1768475100.000001',
  dataset: { channel: 'releases' },
  closest: () => null,
};
const button = (dataset: PressedElement['dataset']): PressedElement => ({
  dataset,
  closest: (selector) => {
    if (selector === '[data-channel]') return article;
    return dataset['action'] === undefined ? null : button(dataset);
  },
});
const PASS = button({ action: 'gate.pass', confirm: 'Sure?' });
const PRESS = {
  userId: 'U0ANA',
  channel: 'releases',
  ts: '1768475100.000001',
  actionId: 'gate.pass',
};

it('reads which button of which message was pressed, and what is asked first', () => {
  expect(readPress(PASS, 'U0ANA')).toEqual({ confirm: 'Sure?', press: PRESS });
});

it.each([
  ['what is no button', button({}), 'U0ANA'],
  ['nobody', PASS, ''],
])('reads nothing from a press of %s', (_, target, userId) => {
  expect(readPress(target, userId)).toBeUndefined();
});

it('offers people, and neither groups nor the bot; the chosen one stays', () => {
  const made: { value: string; textContent: string }[] = [];
  const options: readonly unknown[] = [];
  const select = {
    value: 'U0BEN',
    options,
    replaceChildren: (...options: typeof made) => {
      select.options = options;
      select.value = options[0]?.value ?? '';
    },
  };
  const page = {
    createElement: () => {
      const option = { value: '', textContent: '' };
      made.push(option);
      return option;
    },
  };
  const names = { U0SLIPWAY: 'Slipway', U0ANA: 'ana', U0BEN: '<b>ben', S0RELEASE: 'release' };
  offerPeople(select, names, page);
  offerPeople(select, names, page);
  expect(made).toEqual([
    { value: 'U0ANA', textContent: 'ana' },
    { value: 'U0BEN', textContent: '<b>ben' },
  ]);
  expect(select.value).toBe('U0BEN');
});

type Answer = () => Promise<{ ok: boolean; json: () => Promise<unknown> }>;

const listen = (answer: Answer, confirmed = true) => {
  const sent: unknown[] = [];
  const troubles: string[] = [];
  const asked: string[] = [];
  let click = async (_: { target: PressedElement }): Promise<void> => undefined;
  listenToPresses({
    window: {
      confirm: (words: string) => {
        asked.push(words);
        return confirmed;
      },
      fetch: async (address: string, { body }: { body: string }) => {
        sent.push([address, JSON.parse(body)]);
        return answer();
      },
    },
    channels: {
      addEventListener: (_: string, listener: typeof click) => {
        click = listener;
      },
    },
    select: { value: 'U0ANA' },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { sent, troubles, asked, click: (target: PressedElement) => click({ target }) };
};
const answers =
  (body: unknown, ok = true): Answer =>
  async () => ({ ok, json: async () => body });

it('asks first, then presses', async () => {
  const { sent, asked, troubles, click } = listen(answers({ status: 200 }));
  await click(PASS);
  expect(asked).toEqual(['Sure?']);
  expect(sent).toEqual([['/console/presses', PRESS]]);
  expect(troubles).toEqual(['']);
});

it('does nothing where the person thinks better of it, or pressed nothing', async () => {
  const { sent, click } = listen(answers({ status: 200 }), false);
  await click(PASS);
  await click(button({}));
  expect(sent).toEqual([]);
});

it('asks nothing where the button does not say what', async () => {
  const { sent, asked, click } = listen(answers({ status: 200 }), false);
  await click(button({ action: 'gate.pass' }));
  expect(asked).toEqual([]);
  expect(sent).toHaveLength(1);
});

it.each<[string, Answer]>([
  ['Slipway did not take it: it answered Slack with HTTP 401.', answers({ status: 401 })],
  ['Nothing was pressed. There is no button.', answers({ message: 'There is no button.' }, false)],
  [
    'Nothing was pressed: the sandbox does not answer.',
    async () => Promise.reject(new Error('gone')),
  ],
])('says %s', async (sentence, answer) => {
  const { troubles, click } = listen(answer);
  await click(PASS);
  expect(troubles).toEqual([sentence]);
});
