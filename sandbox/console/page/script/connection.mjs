const POLL_MS = 2000;
const SILENCE_MS = 25_000;

/**
 * Keeps the page fed: by server-sent events, and by polling while they do not come. `onState` hears `live`,
 * `polling` or `lost`; `onSnapshot` every snapshot; `onClock` what the clock says in between.
 */
export const connect = ({ window, onSnapshot, onClock, onTrouble, onState }) => {
  let lastHeardMs = 0;
  let source;
  const heard = (state) => {
    lastHeardMs = window.performance.now();
    onState(state);
  };
  const listen = () => {
    source?.close();
    source = new window.EventSource('/console/events');
    source.addEventListener('snapshot', (event) => {
      heard('live');
      onSnapshot(JSON.parse(event.data));
    });
    source.addEventListener('clock', (event) => {
      heard('live');
      onClock(JSON.parse(event.data));
    });
    source.addEventListener('trouble', (event) => {
      heard('live');
      onTrouble(JSON.parse(event.data).message);
    });
  };
  const isLive = () =>
    source.readyState === window.EventSource.OPEN &&
    window.performance.now() - lastHeardMs < SILENCE_MS;
  const poll = async () => {
    if (isLive()) return;
    if (source.readyState === window.EventSource.CLOSED) listen();
    try {
      const response = await window.fetch('/console/snapshot', { cache: 'no-store' });
      if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
      const snapshot = await response.json();
      if (isLive()) return;
      onState('polling');
      onSnapshot(snapshot);
    } catch {
      if (!isLive()) onState('lost');
    }
  };
  listen();
  window.setInterval(poll, POLL_MS);
};
