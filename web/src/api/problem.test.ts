import { describe, expect, it } from 'vitest';
import { ApiError, problemOf, troubleOf } from './problem';

describe('problems', () => {
  it('keep what the server says about each field', () => {
    const p = problemOf(422, { title: 'x', detail: 'the flow is not valid', errors: [{ field: 'supply_c', code: 'required', text: 'is missing' }] });
    expect(p).toMatchObject({ trouble: 'invalid', message: 'the flow is not valid', errors: [{ field: 'supply_c' }] });
  });
  it('tell of the version on file', () => expect(problemOf(412, { current_version: 7 })).toMatchObject({ trouble: 'stale', currentVersion: 7 }));
  it.each([null, undefined, 'text', 7, [], {}])('make something of a body that is no problem: %j', (body) => expect(problemOf(500, body)).toMatchObject({ trouble: 'failed', message: '', errors: [] }));
  it('say offline when no answer came', () => expect(troubleOf(new TypeError('Failed to fetch')).trouble).toBe('offline'));
  it('stay as they are', () => {
    const error = new ApiError('stale', 412, '');
    expect(troubleOf(error)).toBe(error);
  });
});
