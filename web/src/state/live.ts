// What others change is seen without reloading: the server tells each new revision of the region
// over an event stream. The first event of a connection is the present revision, so whatever was
// missed in a break shows as soon as there is a connection again.
import type { Region } from './region.svelte';

/** After this long a connection that was given up is tried again, ms. */
const AGAIN = 3_000;

/** Follows the server until the returned function is called. */
export function followRegion(region: Region): () => void {
  let events: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(timer);
    events?.close();
    events = new EventSource('/api/v1/events');
    events.addEventListener('revision', (event) => {
      const { revision } = JSON.parse((event as MessageEvent<string>).data) as { revision: string };
      const { summary } = region;
      // What could not be read in the break is read now; what is on its way comes by itself.
      if (summary.error || (summary.value && revision !== summary.value.revision)) region.heard();
    });
    // The browser tries again by itself, unless it took the failure for final.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN);
    });
  }

  connect();
  window.addEventListener('online', connect);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('online', connect);
    events.close();
  };
}
