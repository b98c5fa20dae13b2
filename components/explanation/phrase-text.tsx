import type { Phrase } from "#lib/policy/phrase";
import { UntrustedText } from "../approval/untrusted-text.tsx";

/** A sentence part; what an agent wrote in it is set apart, as its own words (invariant 13). */
export function PhraseText({ phrase }: { phrase: Phrase }) {
  return keyed(phrase).map(([key, part]) =>
    typeof part === "string" ? (
      part
    ) : (
      <UntrustedText
        key={key}
        as="value"
        text={part.said}
        className="rounded-sm bg-muted px-1 font-mono text-[0.8125rem]"
      />
    ),
  );
}

// The parts of a phrase never move: where one stands names it.
function keyed(phrase: Phrase): [number, Phrase[number]][] {
  return phrase.map((part, index) => [index, part]);
}
