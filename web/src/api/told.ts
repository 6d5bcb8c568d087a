// The server's faults as sentences. It speaks the page's language; its texts are clauses that follow the
// name of what they are about.

interface Told {
  place?: string | undefined;
  field?: string | undefined;
  value?: string | undefined;
  text?: string | undefined;
  hint?: string | undefined;
}

const ended = (text: string): string => (!text || /[.?!:]$/.test(text) ? text : `${text}.`);
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** What is wrong and what would be right, where it stands beside what it is about: "Saknas; till exempel 12,5." */
export function toldHere(p: Told): string {
  return ended(capital([p.text, p.hint].filter(Boolean).join('; ')));
}

/** The same with its place, its attribute and its value before it: "flows.csv, rad 3: lat saknas." */
export function toldAt(p: Told): string {
  const about = [p.field, p.text].filter(Boolean).join(' ');
  return ended(`${p.place ? `${p.place}: ` : ''}${about}${p.value ? ` (${p.value})` : ''}${p.hint ? `; ${p.hint}` : ''}`);
}
