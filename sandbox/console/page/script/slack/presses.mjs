const BOT_USER_ID = 'U0SLIPWAY';

/** Slack's user ids begin so; groups are nobody. */
const peopleOf = (names) =>
  Object.entries(names).filter(([id]) => /^[UW]/.test(id) && id !== BOT_USER_ID);

/** Offers everybody who may press; whoever was chosen stays so. */
export const offerPeople = (select, names, page) => {
  const people = peopleOf(names);
  if (select.options.length === people.length) return;
  const chosen = select.value;
  select.replaceChildren(
    ...people.map(([id, name]) => {
      const option = page.createElement('option');
      option.value = id;
      option.textContent = name;
      return option;
    }),
  );
  if (people.some(([id]) => id === chosen)) select.value = chosen;
};

/** What a press of this element means; undefined where it is no button that somebody listens to. */
export const readPress = (target, userId) => {
  const button = target.closest('button[data-action]');
  const message = button?.closest('[data-channel]');
  if (button === null || message === null || message === undefined || userId === '')
    return undefined;
  return {
    confirm: button.dataset.confirm,
    press: {
      userId,
      channel: message.dataset.channel,
      ts: message.id.replace(/^m-/, ''),
      actionId: button.dataset.action,
    },
  };
};

/** Presses as the person who is chosen. `onTrouble` hears a sentence where that did not come to Slipway. */
export const listenToPresses = ({ window, channels, select, onTrouble }) => {
  channels.addEventListener('click', async ({ target }) => {
    const read = readPress(target, select.value);
    if (read === undefined) return;
    if (read.confirm !== undefined && !window.confirm(read.confirm)) return;
    onTrouble(await send(window, read.press));
  });
};

/** Empty where all went well. */
const send = async (window, press) => {
  try {
    const response = await window.fetch('/console/presses', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(press),
    });
    const { status, message } = await response.json();
    if (!response.ok) return `Nothing was pressed. ${message}`;
    return status === 200 ? '' : `Slipway did not take it: it answered Slack with HTTP ${status}.`;
  } catch {
    return 'Nothing was pressed: the sandbox does not answer.';
  }
};
