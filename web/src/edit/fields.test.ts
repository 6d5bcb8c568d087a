import { describe, expect, it } from 'vitest';
import { SITE_FIELDS, serverFaults } from './fields';

describe("the server's faults", () => {
  const told = [
    { field: 'body.name', code: 'too_long', text: 'is longer than 300 characters' },
    { field: 'name', code: 'not_text', text: 'is not valid UTF-8' },
    { field: 'version', code: 'stale', text: 'has changed' },
  ];

  it('stand at the field they name, the first of each, the others apart', () => {
    const { faults, others } = serverFaults(SITE_FIELDS, told);
    expect(faults.name).toEqual({ rule: 'server', code: 'too_long', text: 'Is longer than 300 characters.' });
    expect(others.map((o) => o.field)).toEqual(['version']);
  });
});
