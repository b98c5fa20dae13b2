import type { Descriptor } from "#lib/descriptors/descriptor";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { Action } from "#lib/policy/language/action";
import type { DescribedDifference } from "./finding.ts";

/**
 * Differences as the approver sees parameters: by the descriptor's label and format. Undefined if
 * no field shows both sides in full, or both look the same.
 */
export function differenceDescriptions(before: Action, after: Action, descriptor: Descriptor | undefined) {
  const [were, are] = [before, after].map((action) => renderAction(action, descriptor).fields);
  return (pointer: string): DescribedDifference | undefined => {
    const [was, is] = [fieldAt(were, pointer), fieldAt(are, pointer)];
    if (!was || !is || was.text === is.text) return undefined;
    return { label: is.label, before: was.text, after: is.text };
  };
}

/** A longer text is shown as an excerpt of the JSON instead. */
const longest = 80;

function fieldAt(fields: Rendering["fields"] | undefined, pointer: string) {
  const field = fields?.find(({ path }) => `/params${path}` === pointer);
  if (field?.shown.as !== "value" || field.shown.original !== undefined) return undefined;
  const { label, shown } = field;
  return shown.text.length <= longest ? { label, text: shown.text } : undefined;
}
