// The name that this browser's changes are written down to. Until there is sign-in it is what the
// user says.
const KEY = 'samloka.author';

export function authorName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // a browser may keep nothing
  }
}

export function setAuthorName(name: string): void {
  try {
    if (name.trim()) localStorage.setItem(KEY, name.trim().slice(0, 100));
    else localStorage.removeItem(KEY);
  } catch {
    // It is asked for again next time.
  }
}
