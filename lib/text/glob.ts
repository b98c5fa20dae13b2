/** Whether a glob matches the whole text. By hand: a regular expression from a hostile glob could hang. */
export function fitsGlob(glob: string, text: string): boolean {
  return globMatcher(glob)(text);
}

/** The same for many texts: the glob is split once. */
export function globMatcher(glob: string): (text: string) => boolean {
  const [first = "", ...rest] = glob.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => glob === text;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}
