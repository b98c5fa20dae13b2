import { keyed } from "#components/text/keyed.ts";
import { UntrustedCode } from "#components/text/untrusted-text";
import type { Phrase } from "#lib/policy/language/phrase";

/** Part of a sentence; an agent's text in it is visually set apart (invariant 13). */
export function PhraseText({ phrase }: { phrase: Phrase }) {
  return keyed(phrase).map(([key, part]) =>
    typeof part === "string" ? (
      part
    ) : (
      <UntrustedCode key={key} text={part.agentText} className="rounded-sm bg-muted px-1" />
    ),
  );
}
