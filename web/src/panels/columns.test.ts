import { expect, test } from 'vitest';
import type { Exchange, Match } from '../api/client';
import { dictionary } from '../i18n/dictionary';
import { columnsOf, fits, type Row } from './columns';

const end = (resource: string, municipality: string) => ({ resource, municipality }) as Exchange['surplus'];
const row: Row = { tab: 'exchanges', item: { surplus: end('heat.steam', 'Norrköping'), need: end('heat', 'Linköping') } as Exchange };

test.each([
  [{}, true],
  [{ resource: 'heat' }, true],
  [{ resource: 'heat.steam' }, true],
  [{ resource: 'hea' }, false],
  [{ resource: 'wood' }, false],
  [{ municipality: 'Linköping' }, true],
  [{ municipality: 'Orkland' }, false],
  [{ municipality: 'Linköping', direction: 'surplus' as const }, false],
  [{ municipality: 'Linköping', direction: 'need' as const }, true],
])('an exchange under the filters %j: %s', (filters, wanted) => expect(fits(row, filters)).toBe(wanted));

test('a match that is in operation already is told, as the sums leave it out', () => {
  const detail = (more: Partial<Match>) => columnsOf('matches', dictionary('sv'), 'sv')[0]!.detail!({ tab: 'matches', item: { surplus: end('heat.steam', ''), need: end('heat', ''), ...more } as Match });
  expect(detail({})).not.toContain('i drift');
  expect(detail({ exchange_id: 'x' })).toContain('i drift');
});
