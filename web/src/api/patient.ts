// Some answers take longer than a question may: the server says so (504 with Retry-After) and reckons
// on. Asking again is our work, not the reader's, who sees that something is going on meanwhile.

/** How often a question is asked again: what takes ten minutes has gone wrong. */
const MOST = 20;

export async function patiently(request: Request, send: (r: Request) => Promise<Response> = fetch): Promise<Response> {
  for (let asked = 1; ; asked++) {
    // Files are not kept twice: a form is sent once.
    const again = request.headers.get('Content-Type')?.startsWith('multipart/') ? undefined : request.clone();
    const answer = await send(request);
    const seconds = Number(answer.headers.get('Retry-After'));
    if (answer.status !== 504 || !(seconds > 0) || asked === MOST || !again) return answer;
    await pause(seconds * 1000, request.signal);
    request = again;
  }
}

/** Waits, unless the question is given up meanwhile. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
