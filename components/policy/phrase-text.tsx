import { UntrustedText } from "#components/text/untrusted-text";
import type { Phrase } from "#lib/policy/language/phrase";

/** Part of a sentence; an agent's text in it is visually set apart (invariant 13). */
export function PhraseText({ phrase }: { phrase: Phrase }) {
  return keyed(phrase).map(([key, part]) =>
    typeof part === "string" ? (
      part
    ) : (
      <UntrustedText
        key={key}
        as="value"
        text={part.agentText}
        className="rounded-sm bg-muted px-1 font-mono text-[0.8125rem]"
      />
    ),
  );
}

// The parts of a phrase never move, so the index identifies a part.
function keyed(phrase: Phrase): [number, Phrase[number]][] {
  return phrase.map((part, index) => [index, part]);
}
