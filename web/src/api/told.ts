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

/** What the form of imports calls what the command has flags for. */
export interface FormWords {
  as: string;
  fromLayer: string;
  crs: string;
  idPrefix: string;
  columns: string;
  /** What the catalogue of resources is called, which `samloka resources` lists. */
  catalogue: string;
  /** In the marks of the language. */
  quoted: (name: string) => string;
  inField: (name: string) => string;
  inFields: (a: string, b: string) => string;
}

/**
 * A hint in the words of the page's form. The server speaks to who uses the command too: flags stand in
 * brackets in its hints, "(--as)", and what `samloka columns` and `samloka resources` list stands below the
 * form.
 */
export function inForm(text: string, words: FormWords): string {
  const called: Record<string, string> = { '--as': words.as, '--from-layer': words.fromLayer, '--crs': words.crs, '--id-prefix': words.idPrefix };
  return text
    .replace(/\(([^()]*--[a-z][^()]*)\)/g, (whole, flags: string) => {
      const names = Object.keys(called).filter((flag) => new RegExp(`${flag}(?![a-z-])`).test(flags)).map((flag) => called[flag]!);
      const [first, ...rest] = names;
      if (first === undefined) return whole;
      return `(${rest.length ? words.inFields(first, rest.join(', ')) : words.inField(first)})`;
    })
    .replaceAll('samloka columns', words.quoted(words.columns))
    .replaceAll('samloka resources', words.quoted(words.catalogue));
}

/** A fault in its parts, for a list: where (without the one file that it is of), what is wrong, what would be right. */
export function toldApart(p: Told, words: FormWords, file?: string): { place: string; what: string; hint: string } {
  const place = file && p.place?.startsWith(`${file}, `) ? p.place.slice(file.length + 2) : (p.place ?? '');
  // A column stands in the place, by the file's own name for it.
  const field = /, (?:kolumn|kolonne|column|egenskap|property) .+$/.test(p.place ?? '') ? undefined : p.field;
  const about = [field, p.text].filter(Boolean).join(' ');
  // Attributes and codes keep their small letters: that is how they are written.
  return { place: place === p.place ? place : capital(place), what: ended(`${field ? about : capital(about)}${p.value ? ` (${p.value})` : ''}`), hint: p.hint ? ended(capital(inForm(p.hint, words))) : '' };
}
