import { expect, test } from 'vitest';
import { lastDay, readPitch, usualExpiry } from './order';

const typed = { profile_id: 'greenhouse', capacity: '', language: 'nb', visibility: 'public', expires: '2026-12-25', contacts: '', title: '' };

test('what is typed becomes an order; what is left out is the server\'s to choose', () => {
  expect(readPitch(typed, 'a').input).toEqual({ area_id: 'a', profile_id: 'greenhouse', language: 'nb', visibility: 'public', expires: new Date(2026, 11, 26).toISOString() });
  expect(readPitch({ ...typed, capacity: '2,5', contacts: ' Kari ', title: ' T ' }, 'a').input).toMatchObject({ capacity: 2.5, contacts: ['Kari'], title: 'T' });
});

test('faults stand at their fields', () => {
  expect(readPitch({ ...typed, profile_id: '', capacity: 'tio', expires: '' }, 'a')).toEqual({ faults: { profile_id: { rule: 'required' }, capacity: { rule: 'number' }, expires: { rule: 'required' } } });
  expect(readPitch({ ...typed, capacity: '0' }, 'a').faults.capacity).toEqual({ rule: 'positive' });
});

test('a link lives thirty days unless its maker says otherwise', () => {
  expect(usualExpiry(new Date(2026, 10, 25))).toBe('2026-12-25');
  expect(usualExpiry(new Date(2026, 11, 31, 23, 59))).toBe('2027-01-30');
});

test('a link that ends at midnight is valid through the day before', () => {
  expect(lastDay(new Date(2026, 11, 26).toISOString(), 'en')).toContain('25');
});
