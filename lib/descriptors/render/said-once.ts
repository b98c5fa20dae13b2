import type { Descriptor } from "../descriptor.ts";
import type { Shown } from "../formats/format.ts";
import type { Rendering } from "./rendering.ts";
import { pathOfPlaceholder, readSentence } from "./sentence.ts";

/** The parts at the top of the page: paths of fields, `resource`, `tool` and `type`. */
export type SaidAbove = ReadonlySet<string>;

/**
 * What the sentence at the top of the page shows of an action, so that the list below it need not say
 * it again. By the placeholders of the descriptor and never by equal texts: another parameter with
 * the same value is another value.
 */
export function saidInSentence(rendering: Rendering, descriptor: Descriptor | undefined): SaidAbove {
  const parts = rendering.sentence && descriptor?.sentence ? readSentence(descriptor.sentence) : undefined;
  const names = (parts ?? []).flatMap((part) => ("name" in part ? [part.name] : []));
  const { fields } = rendering;
  return new Set(
    names.flatMap((name) => {
      if (name === "resource" || name === "tool") return [name];
      const field = fields.find(({ path }) => path === pathOfPlaceholder(name));
      if (field) return isWhole(field.shown) ? [field.path] : [];
      return name === "type" ? [name] : [];
    }),
  );
}

/** Whether a sentence shows the signed value. A time also needs the reader's zone. */
function isWhole(shown: Shown): boolean {
  return shown.as === "value" && shown.original === undefined && !/ UTC$/.test(shown.text);
}

/** The fields that show exactly the resource, so that one text is said once. */
export function fieldsLikeResource({ resource, fields }: Rendering): { path: string; label: string }[] {
  return fields.filter(
    ({ shown }) =>
      (shown.as === "value" || shown.as === "text") &&
      shown.text === resource &&
      !("original" in shown && shown.original !== undefined),
  );
}
