// What others change is seen without reloading: the server tells each new revision of the region over
// an event stream, and what it touches. After a break the stream goes on where it was: the browser
// names the last event it has seen, and where the page connects by itself it does so, so that nothing is
// missed and nothing is read that has not changed.
import type { Region } from './region.svelte';

/** After this long a connection that was given up is tried again, ms. */
const AGAIN = 3_000;

/** An event of the stream; without `changed` anything may have changed. */
interface Told {
  revision: string;
  changed?: string[];
}

/** Follows the server until the returned function is called. */
export function followRegion(region: Pick<Region, 'connected' | 'heard' | 'lost'>): () => void {
  let events: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';

  function connect(): void {
    clearTimeout(timer);
    events?.close();
    events = new EventSource(last ? `/api/v1/events?after=${encodeURIComponent(last)}` : '/api/v1/events');
    events.addEventListener('revision', (event) => {
      const { revision, changed } = JSON.parse((event as MessageEvent<string>).data) as Told;
      last = revision;
      region.heard(revision, changed);
    });
    // The browser tries again by itself, unless it took the failure for final.
    events.addEventListener('error', () => {
      region.lost();
      if (events.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN);
    });
    events.addEventListener('open', () => region.connected());
  }

  const offline = () => region.lost();
  connect();
  window.addEventListener('online', connect);
  window.addEventListener('offline', offline);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('online', connect);
    window.removeEventListener('offline', offline);
    events.close();
  };
}
