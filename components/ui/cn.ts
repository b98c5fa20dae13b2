/** The properties open to callers, by the form of their classes; the first match counts. */
const properties: [form: RegExp, property?: string][] = [
  [/^(?:block|inline(?:-block|-flex|-grid)?|flex|grid|contents|hidden)$/, "display"],
  [
    /^-?(gap-[xy]|rounded-[tb]|(?:min-|max-)?[wh]|[pm][xytrbl]?|size|gap|bg|opacity|shrink|rounded|grid-cols|items|whitespace|leading)(?:-|$)/,
  ],
  [/^flex-(?:wrap|nowrap)$/, "wrap"],
  [/^justify-(?:start|end|center|between|around|evenly)$/, "justify"],
  [/^font-(?:normal|medium|semibold|bold)$/, "weight"],
  [/^font-(?:sans|mono)$/, "family"],
  [/^text-(?:xs|sm|base|lg|\d?xl|\[\d.*\])$/, "size of text"],
  [/^text-(?:left|center|right)$/, "alignment"],
  [/^text-/, "color of text"],
  [/^(border(?:-[xytrbl])?)(?:-\d+)?$/],
  [/^border-/, "color of border"],
];

/** Narrower properties that a later class for the wider property replaces. */
const narrower: Record<string, string[]> = {
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  size: ["w", "h"],
  gap: ["gap-x", "gap-y"],
  "size of text": ["leading"],
};

/** Results by the given class names, a small number: all are written in the source. */
const results = new Map<string, string>();

/** Of two Tailwind classes about a property the later wins. Replaces tailwind-merge, and its 2 KB. */
export function cn(...classes: (string | false | null | undefined)[]): string {
  const given = classes.filter(Boolean).join(" ");
  const result = results.get(given) ?? withoutOverridden(given.split(" ")).join(" ");
  results.set(given, result);
  return result;
}

function withoutOverridden(names: string[]): string[] {
  const seen = new Set<string>();
  const isKept = (name: string) => {
    // The modifiers before the last colon that is not in brackets: "hover:" of "hover:bg-muted".
    const [, modifiers = "", utility = ""] = /^(.*:)?([^:[\]]*(?:\[.*\])?)$/.exec(name) ?? [];
    const property = propertyOf(utility);
    if (!property) return true;
    if (seen.has(modifiers + property)) return false;
    for (const each of [property, ...(narrower[property] ?? [])]) seen.add(modifiers + each);
    return true;
  };
  return names.reverse().filter(isKept).reverse();
}

function propertyOf(utility: string): string | undefined {
  for (const [form, property] of properties) {
    const match = form.exec(utility);
    if (match) return property ?? match[1];
  }
  return undefined;
}
