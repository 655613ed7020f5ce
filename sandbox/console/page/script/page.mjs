import { announce } from './announcements.mjs';
import { renderCalls } from './calls.mjs';
import { renderChannels } from './slack/channels.mjs';
import { listenToPresses, offerPeople } from './slack/presses.mjs';
import { connect } from './connection.mjs';
import { patchChildren } from './dom.mjs';
import { countReleases, renderReleases } from './releases/releases.mjs';
import { formatDay, formatSpeed, formatTime } from './time.mjs';

const CONNECTION_WORDS = {
  waiting: 'Connecting',
  live: 'Live',
  polling: 'Polling',
  lost: 'Connection lost',
};
const TICK_MS = 200;

/** Runs the page: what it shows is the last snapshot, its clock goes on by itself between two of them. */
export const startPage = (window) => {
  const { document } = window;
  const byId = (id) => document.getElementById(id);
  const say = (id, text) => {
    if (byId(id).textContent !== text) byId(id).textContent = text;
  };
  let snapshot;
  let clock;
  let connection = 'waiting';

  const nowEpochMs = () =>
    connection === 'lost'
      ? clock.shownEpochMs
      : clock.nowEpochMs + (window.performance.now() - clock.heardMs) * clock.speed;
  const tick = () => {
    if (clock === undefined) return;
    clock.shownEpochMs = nowEpochMs();
    say('time', formatTime(clock.shownEpochMs));
    say('day', `${formatDay(clock.shownEpochMs)}, UTC`);
    say('speed', formatSpeed(clock.speed));
  };
  const onClock = ({ nowEpochMs: now, speed }) => {
    clock = { nowEpochMs: now, speed, heardMs: window.performance.now(), shownEpochMs: now };
    tick();
  };
  const onSnapshot = (next) => {
    onClock(next);
    say('trouble', '');
    const { origin } = window.location;
    patchChildren(byId('releases'), renderReleases(next.releases, origin), document);
    patchChildren(byId('calls'), renderCalls(next.calls), document);
    patchChildren(
      byId('channels'),
      renderChannels(next.messages, next.names ?? {}, origin),
      document,
    );
    offerPeople(byId('person'), next.names ?? {}, document);
    say('release-count', countReleases(next.releases));
    const news = announce(snapshot, next);
    if (news.length > 0) say('news', news.join(' '));
    if (snapshot === undefined) revealTarget(window);
    snapshot = next;
  };
  const onState = (state) => {
    if (state === connection) return;
    tick();
    connection = state;
    byId('connection').dataset.state = state;
    say('connection-words', CONNECTION_WORDS[state]);
    byId('lost').hidden = state !== 'lost';
    document.body.classList.toggle('is-lost', state === 'lost');
  };

  listenToPresses({
    window,
    channels: byId('channels'),
    select: byId('person'),
    onTrouble: (message) => say('press-trouble', message),
  });
  const first = byId('first-snapshot').textContent;
  if (first !== '') onSnapshot(JSON.parse(first));
  connect({
    window,
    onSnapshot,
    onClock,
    onState,
    onTrouble: (message) => say('trouble', message),
  });
  window.setInterval(tick, TICK_MS);
};

/** A link to a message or release points at what was not there yet when the page was opened. */
const revealTarget = (window) => {
  const id = window.location.hash.slice(1);
  if (id !== '') window.document.getElementById(id)?.scrollIntoView({ block: 'center' });
};
