import type { Shown } from "#lib/descriptors/formats/format.mjs";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";

/**
 * Whether the sentence at the top of the page shows a value completely, so that the approver need not
 * go through the list for it. A value that is signed in another form is complete only in the list.
 */
export function isInSentence(shown: Shown, sentence: Rendering["sentence"]): boolean {
  if (shown.as !== "value" || shown.original !== undefined || !sentence) return false;
  return sentence.some(
    (part) => "shown" in part && part.shown.as === "value" && part.shown.text === shown.text,
  );
}
