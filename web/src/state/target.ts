// Where a question or a search hit leads: "site:ID", "flow:ID", "area:ID", "match:SURPLUS:NEED".
import type { Selection, View, Workspace } from './url';

export function target(text: string): Partial<View> {
  const at = text.indexOf(':');
  const kind = text.slice(0, at);
  const id = text.slice(at + 1);
  const to = (selection: Selection, workspace: Workspace = 'map'): Partial<View> => ({ selection, workspace, list: false, assumptions: {} });
  if (at < 1 || !id) return to({});
  switch (kind) {
    case 'site':
      return to({ site: id });
    case 'flow':
      return to({ flow: id });
    case 'area':
      return to({ area: id }, 'land');
    case 'exchange':
      return to({ exchange: id });
    case 'match': {
      const cut = id.indexOf(':');
      return cut > 0 ? to({ pair: { surplus: id.slice(0, cut), need: id.slice(cut + 1) } }) : to({});
    }
    default:
      return to({});
  }
}
