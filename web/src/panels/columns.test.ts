import { expect, test } from 'vitest';
import type { Exchange } from '../api/client';
import { fits, type Row } from './columns';

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
