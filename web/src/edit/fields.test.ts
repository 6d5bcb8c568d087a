import { describe, expect, it } from 'vitest';
import { dictionary } from '../i18n/dictionary';
import { SITE_FIELDS, serverFaults } from './fields';

describe("the server's faults", () => {
  const told = [
    { field: 'body.name', code: 'too_long', text: 'is longer than 300 characters' },
    { field: 'name', code: 'not_text', text: 'is not valid UTF-8' },
    { field: 'version', code: 'stale', text: 'has changed' },
  ];

  it('stand at the field they name, the first of each, the others apart', () => {
    const { faults, others } = serverFaults(SITE_FIELDS, told);
    expect(faults.name).toEqual({ rule: 'server', code: 'too_long', text: 'is longer than 300 characters' });
    expect(others.map((o) => o.field)).toEqual(['version']);
  });

  it('have words in every language', () => {
    const codes = Object.keys(dictionary('sv').edit.serverFaults);
    expect(codes).toContain('too_long');
    for (const lang of ['sv', 'nb', 'en'] as const) {
      const words = dictionary(lang).edit.serverFaults;
      expect(Object.keys(words)).toEqual(codes);
      for (const code of codes) expect(words[code]).toMatch(/\S+\.$/);
    }
  });
});
