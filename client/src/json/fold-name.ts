/** A name without case. Lower, then upper case is Unicode's full folding: `ſ` is `S`, `ß` is `SS`. */
export function foldName(name: string): string {
  return name.toLowerCase().toUpperCase();
}
