import shapes from "./lucide/icons.json" with { type: "json" };

export type IconName = keyof typeof shapes;

// Drawings of Lucide 1.77 (lucide/LICENSE), under the names used here. A new icon is one more line of
// the file, from the same version.
const symbols = Object.entries(shapes)
  .map(([name, shape]) => `<symbol id="icon-${name}" viewBox="0 0 24 24">${shape}</symbol>`)
  .join("");

/** The drawings that Icon refers to. Rendered on the server, once for each page. */
export function IconSprite() {
  return (
    <svg
      aria-hidden="true"
      className="absolute size-0 overflow-hidden"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: from a file of this repository.
      dangerouslySetInnerHTML={{ __html: symbols }}
    />
  );
}
