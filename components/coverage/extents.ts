/** How far a control is covered: the word and its color, the best first. */
export const extents = {
  enforced: { word: "Covered", variant: "success" },
  partly: { word: "Partial", variant: "warning" },
  outside: { word: "Not covered", variant: "default" },
} as const;

/** The anchor of a control on the page of its framework. */
export function controlAnchor({ id }: { id: string }): string {
  return id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
}
