/** The beginning and the end of a text that is too long for its place; undefined for a text that fits. */
export function shortenMiddle(text: string, most: number): { start: string; end: string } | undefined {
  const characters = Array.from(text);
  if (characters.length <= most) return undefined;
  const ofStart = Math.floor((most - 1) / 2);
  return {
    start: characters.slice(0, ofStart).join(""),
    end: characters.slice(characters.length - (most - 1 - ofStart)).join(""),
  };
}
