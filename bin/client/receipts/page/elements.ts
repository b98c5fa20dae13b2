import { revealText } from "#components/text/reveal-text.ts";

/** An element of HTML with text and elements. Text is never read as markup. */
export function element(name: string, members: { class?: string } = {}, ...parts: (Node | string)[]) {
  const made = document.createElement(name);
  if (members.class) made.className = members.class;
  made.append(...parts);
  return made;
}

/**
 * Text of a receipt or a file: isolated from the direction of the text around it, left to right,
 * with invisible and look-alike characters named in place, as `UntrustedText` does (invariant 13).
 */
export function untrusted(text: string): HTMLElement {
  const shown = element("bdi");
  shown.dir = "ltr";
  for (const part of revealText(text)) {
    if (part.kind === "text") shown.append(part.text);
    else if (part.kind === "line-end") shown.append("\n");
    else shown.append(part.glyph ?? "", element("mark", {}, `[${part.code} ${part.name}]`));
  }
  return shown;
}

/** An element of the page's own HTML. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
