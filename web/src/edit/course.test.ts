import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/problem';
import { dictionary } from '../i18n/dictionary';
import { courseFault } from './course';
import { readFlow, typedFlow } from './fields';

const refused = (code: string, value?: string, place?: string) =>
  new ApiError('invalid', 422, 'x.csv cannot be read', [{ code, text: 'in English', ...(value !== undefined && { value }), ...(place && { place }) }]);

describe('what is wrong with a file of a year', () => {
  it('says the line, the value and what to do', () => {
    expect(courseFault(refused('not_a_number', 'många', 'rad 17'), dictionary('sv'))).toBe('Rad 17: ”många” är inget tal. Fyll luckor först, till exempel med timmen före.');
    expect(courseFault(refused('negative', '-1', 'linje 3'), dictionary('nb'))).toMatch(/^Rad 3: /);
    expect(courseFault(refused('negative', '-1', 'line 3'), dictionary('en'))).toMatch(/^Line 3: /);
    expect(courseFault(refused('length', '8000'), dictionary('en'))).toMatch(/^It has 8000 values\. A year has 8,760 hours/);
    expect(courseFault(refused('month_missing', '2'), dictionary('nb'))).toBe('Ingen verdier for feb.');
  });

  it('has words for every fault in every language, and a sentence for the unknown', () => {
    const codes = Object.keys(dictionary('sv').edit.course.faults);
    for (const lang of ['sv', 'nb', 'en'] as const) {
      const t = dictionary(lang);
      expect(Object.keys(t.edit.course.faults)).toEqual(codes);
      for (const code of codes) expect(courseFault(refused(code, '1'), t)).toMatch(/\.$/);
      expect(courseFault(refused('something new'), t)).toBe(t.edit.course.unreadable);
      expect(courseFault(new ApiError('offline', 0, ''), t)).toBe(t.trouble.offline);
    }
  });
});

describe('the months of a flow', () => {
  const typed = (shape: string) => typedFlow({ direction: 'need', resource: 'heat', quantity: 1, unit: 'MW', supply_c: 70, return_c: 40, shape: shape as 'own', certainty: 'measured', status: 'unknown', visibility: 'public' }, 'sv');
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

  it('go along with a shape of its own, and with no other', () => {
    const before = { id: 'f', monthly: months } as never;
    expect(readFlow(typed('own'), 's', true, before, months).flow?.monthly).toEqual(months);
    expect(readFlow(typed('winter'), 's', true, before, months).flow).not.toHaveProperty('monthly');
    expect(readFlow(typed('own'), 's', true).faults.shape).toEqual({ rule: 'months' });
  });
});
