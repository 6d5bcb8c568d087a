// What a reader changes for one reckoning, as it stands in the address and as the server wants it.
import type { ExplainRequest, FlowChange, WhatIfPoint } from '../api/client';
import type { Pair } from './url';

/**
 * Overrides as they stand in the address: an assumption's key, or "surplus.…" / "need.…" for the pair's own
 * flows. `point` is the establishment that is tried out, when one of the flows is its own.
 */
export function explainRequest(pair: Pair, overrides: Record<string, number>, point?: WhatIfPoint): ExplainRequest {
  const sides: Record<'surplus' | 'need', Record<string, number>> = { surplus: {}, need: {} };
  const assumptions: Record<string, number> = {};
  for (const [key, value] of Object.entries(overrides)) {
    const [side, name] = key.split('.', 2);
    if ((side === 'surplus' || side === 'need') && name) sides[side][name] = value;
    else assumptions[key] = value;
  }
  return {
    surplus_id: pair.surplus,
    need_id: pair.need,
    ...(point && { point }),
    ...(Object.keys(assumptions).length && { assumptions }),
    ...(Object.keys(sides.surplus).length && { surplus: sides.surplus as FlowChange }),
    ...(Object.keys(sides.need).length && { need: sides.need as FlowChange }),
  };
}
