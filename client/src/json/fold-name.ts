/**
 * A member name as a reader sees it that ignores case. Lower and then upper case covers Unicode's
 * full case folding: `ſ` is `S`, U+212A KELVIN SIGN is `K`, `ß` is `SS`.
 */
export function foldName(name: string): string {
  return name.toLowerCase().toUpperCase();
}
