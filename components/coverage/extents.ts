/** How far a control is covered: the word and its colour, the best first. */
export const extents = {
  enforced: { word: "Covered", variant: "success" },
  partly: { word: "Partial", variant: "warning" },
  outside: { word: "Not covered", variant: "default" },
} as const;

/** The anchor of a framework on the page. */
export function frameworkId({ title }: { title: string }): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
