import { expect, it } from 'vitest';
import { dictionary } from '../i18n/dictionary';
import { fieldPath } from './changes';

it('a fault of what no form shows is told in the words of the page', () => {
  const [sv, nb, en] = [dictionary('sv'), dictionary('nb'), dictionary('en')];
  expect(fieldPath('body.permitted_codes[1]', sv)).toBe('Tillståndets avfallskoder 2');
  expect(fieldPath('quality[0].max', nb)).toBe('Egenskaper 1, Største');
  expect(fieldPath('flows[2].full_load_hours', en)).toBe(`${en.site.flows} 3, ${en.flow.hours}`);
  expect(fieldPath('monthly', sv)).toBe('Månader');
  // What there is no word for is called as the server calls it.
  expect(fieldPath('crs', sv)).toBe('crs');
});
