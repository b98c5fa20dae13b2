/** "1 change", "2 unpublished changes" */
export function changeWords(count: number, kind?: "unpublished"): string {
  const noun = count === 1 ? "change" : "changes";
  return [count.toLocaleString("en-GB"), kind, noun].filter(Boolean).join(" ");
}
