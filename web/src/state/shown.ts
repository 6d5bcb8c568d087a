// Which layers are on the map. Most are, until the reader switches them off; what bears on land is
// where land is the matter, and elsewhere when it is asked for. Pure.
import type { View } from './url';

/** Layers that only the workspace of land shows by itself. */
export const LAND_ONLY: readonly string[] = ['constraints', 'facilities'];

type Part = Pick<View, 'workspace' | 'hidden' | 'asked'> & { selection?: View['selection'] };

/** What is selected shows wherever the reader is. */
const chosen = ({ selection }: Part): string | undefined => (selection?.constraint ? 'constraints' : selection?.facility ? 'facilities' : undefined);

const byItself = (view: Part, layer: string): boolean => view.workspace === 'land' || !LAND_ONLY.includes(layer) || chosen(view) === layer;

export const isShown = (view: Part, layer: string): boolean => !view.hidden.includes(layer) && (byItself(view, layer) || view.asked.includes(layer));

/** What to change so that a layer is shown that was not, or the other way round. */
export function toggled(view: Part, layer: string): Pick<View, 'hidden' | 'asked'> {
  const without = (all: string[]) => all.filter((name) => name !== layer);
  if (isShown(view, layer)) return byItself(view, layer) ? { hidden: [...without(view.hidden), layer], asked: without(view.asked) } : { hidden: view.hidden, asked: without(view.asked) };
  return { hidden: without(view.hidden), asked: byItself(view, layer) ? view.asked : [...without(view.asked), layer] };
}
