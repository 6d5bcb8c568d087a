import { expect, it } from 'vitest';
import { isShown, LAND_ONLY, toggled } from './shown';
import { WORKSPACES } from './url';

it('shows what bears on land where land is the matter, and else when asked', () => {
  const plain = { hidden: [], asked: [] };
  expect(isShown({ ...plain, workspace: 'land' }, 'constraints')).toBe(true);
  expect(isShown({ ...plain, workspace: 'map' }, 'constraints')).toBe(false);
  expect(isShown({ ...plain, workspace: 'map', asked: ['constraints'] }, 'constraints')).toBe(true);
  expect(isShown({ ...plain, workspace: 'map' }, 'sites')).toBe(true);
});

it('is the other way round after a switch, and as before after two', () => {
  for (const workspace of WORKSPACES) {
    for (const layer of [...LAND_ONLY, 'sites']) {
      for (const hidden of [[], [layer], ['flows']]) {
        for (const asked of [[], [layer]]) {
          const before = { workspace, hidden, asked };
          const once = { workspace, ...toggled(before, layer) };
          const twice = { workspace, ...toggled(once, layer) };
          expect(isShown(once, layer)).toBe(!isShown(before, layer));
          expect(isShown(twice, layer)).toBe(isShown(before, layer));
          expect(once.hidden.includes('flows')).toBe(hidden.includes('flows'));
        }
      }
    }
  }
});
