// What can go wrong on the way to the server, as a value the page can show (RFC 9457).

export interface FieldProblem {
  /** Where it stood: a row of a file, a part of the request. */
  place?: string;
  field?: string;
  value?: string;
  code: string;
  text: string;
  hint?: string;
}

export type Trouble = 'offline' | 'not_found' | 'stale' | 'invalid' | 'unavailable' | 'failed';

interface Stale {
  version?: number | undefined;
  current?: object | undefined;
  by?: string | undefined;
  at?: string | undefined;
}

export class ApiError extends Error {
  readonly trouble: Trouble;
  readonly status: number;
  readonly errors: FieldProblem[];
  /** The version on file, when the one given is stale. */
  readonly currentVersion: number | undefined;
  /** The record on file and who changed it last and when, when the version given is stale. */
  readonly current: object | undefined;
  readonly changedBy: string | undefined;
  readonly changedAt: string | undefined;

  constructor(trouble: Trouble, status: number, detail: string, errors: FieldProblem[] = [], stale: Stale = {}) {
    super(detail);
    this.trouble = trouble;
    this.status = status;
    this.errors = errors;
    this.currentVersion = stale.version;
    this.current = stale.current;
    this.changedBy = stale.by;
    this.changedAt = stale.at;
  }

  /** The record is there, but another program has written what it can't be: errors say what. */
  get spoilt(): boolean {
    return this.trouble === 'not_found' && this.errors.length > 0;
  }
}

const BY_STATUS: Record<number, Trouble> = { 400: 'invalid', 404: 'not_found', 409: 'invalid', 412: 'stale', 422: 'invalid', 428: 'stale', 503: 'unavailable', 504: 'unavailable' };

/** An answer that is no success, as an ApiError; `body` is what came, whatever it was. */
export function problemOf(status: number, body: unknown): ApiError {
  const p = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const detail = typeof p.detail === 'string' ? p.detail : typeof p.title === 'string' ? p.title : '';
  const errors = Array.isArray(p.errors) ? (p.errors as FieldProblem[]) : [];
  const version = typeof p.current_version === 'number' ? p.current_version : undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const current = typeof p.current === 'object' && p.current !== null ? p.current : undefined;
  return new ApiError(BY_STATUS[status] ?? 'failed', status, detail, errors, { version, current, by: text(p.changed_by), at: text(p.changed_at) });
}

/** Anything thrown on the way, as an ApiError; an abort is passed on as it is. */
export function troubleOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('offline', 0, error instanceof Error ? error.message : String(error));
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
