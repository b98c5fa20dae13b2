/** Colors on which white letters have a contrast of 4.5:1 at least, as avatar.test.ts computes. */
export const avatarColors = [
  "#3b4cc0",
  "#0f6e6e",
  "#9a3412",
  "#7a3ea8",
  "#a61e5c",
  "#3f6212",
  "#1d5f9e",
  "#6b4f1d",
];

/** The letters and the color of an agent: the color follows the ID, so a new name doesn't change it. */
export function avatarOf({ id, name }: { id: string; name: string }): { letters: string; color: string } {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = "", second] = words;
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2);
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  const color = avatarColors[hash % avatarColors.length] ?? "#3b4cc0";
  return { letters: letters.join("").toUpperCase() || "?", color };
}
