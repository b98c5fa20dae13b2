/** What people call each kind of result, typed next to a name: "threshold refund", "Ada person". */
const kinds = {
  agent: ["agent", "agents"],
  person: ["person", "people"],
  request: ["request", "requests"],
  threshold: ["threshold", "thresholds"],
  rule: ["rule", "rules", "threshold", "thresholds"],
};

type Kind = keyof typeof kinds;

/** From so many letters on, the beginning of a kind's word stands for it while the person types. */
const shortestBeginning = 3;

/**
 * Finds results by the whole text, and only without any, by the text without the kind's words: a
 * name that contains such a word is never hidden by other names.
 */
export async function findByText<Result>(
  kind: Kind,
  text: string,
  find: (text: string) => PromiseLike<Result[]>,
): Promise<Result[]> {
  const found = await find(text);
  const rest = withoutKind(text, kind);
  return found.length > 0 || rest === text ? found : find(rest);
}

/** The text without the kind's words, unless nothing is left. */
function withoutKind(text: string, kind: Kind): string {
  const words = text.split(/\s+/).filter((word) => !isOfKind(word, kind));
  return words.join(" ") || text;
}

/** Whether a word of the text stands for the kind. */
export function namesKind(text: string, kind: Kind): boolean {
  return text.split(/\s+/).some((word) => isOfKind(word, kind));
}

/** Whether the text is nothing but words for the kind. */
export function isKindAlone(text: string, kind: Kind): boolean {
  return text.split(/\s+/).every((word) => isOfKind(word, kind));
}

function isOfKind(word: string, kind: Kind): boolean {
  return word.length >= shortestBeginning && kinds[kind].some((own) => own.startsWith(word.toLowerCase()));
}
