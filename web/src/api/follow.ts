// How far a job has come, told by the server as it goes.
import type { Lang } from '../units/format';
import type { Job } from './client';

export const hasEnded = (job: Job): boolean => job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

/** Tells of a job until it has ended; a connection that breaks is made again. Call what it returns to stop. */
export function followJob(id: number, lang: Lang, told: (job: Job) => void): () => void {
  const events = new EventSource(`/api/v1/jobs/${id}/events?lang=${lang}`);
  events.addEventListener('job', (event) => {
    const now = JSON.parse((event as MessageEvent<string>).data) as Job;
    told(now);
    if (hasEnded(now)) events.close();
  });
  return () => events.close();
}
