import type { Untyped } from "#client/json/untyped";
import type { Context, Shown } from "../formats/format.ts";
import { formatNamed } from "../formats/formats.ts";
import type { Action, Rendering } from "./rendering.ts";
import { pathOfPlaceholder, readSentence } from "./sentence.ts";
import { bad, refuse, Unshowable } from "./unshowable.ts";

/** The sentence of a descriptor with its values. @throws {Unshowable} for free text or a missing value */
export function renderSentence(action: Action, descriptor: Untyped, fields: Rendering["fields"]) {
  const parts = typeof descriptor.sentence === "string" ? readSentence(descriptor.sentence) : undefined;
  if (!parts) throw bad();
  return parts.map((part) =>
    "words" in part ? part : placeholder(action, part.name, { descriptor, fields }),
  );
}

function placeholder(
  { type, resource, audience }: Action,
  name: string,
  { descriptor, fields }: { descriptor: Untyped; fields: Rendering["fields"] },
): { format: string; shown: Shown } {
  const own = { type, resource, tool: audience };
  const path = pathOfPlaceholder(name);
  const field = descriptor.fields.find(({ path: at }: Untyped) => at === path);
  if (name === "resource" || name === "tool" || (name === "type" && !field)) {
    const format = "identifier";
    const shown = own[name] === undefined ? undefined : formatNamed(format)?.show(own[name], {}, noContext);
    if (shown) return { format, shown };
    throw new Unshowable({ code: own[name] === undefined ? "missing" : "unexpected_value", path: name });
  }
  // Free text never stands in a sentence of ours.
  if (!formatNamed(field?.format)?.isClosed) throw bad();
  const found = fields.find(({ path: at }) => at === path);
  if (found) return { format: found.format, shown: found.shown };
  throw new Unshowable({ code: "missing", path });
}

const noContext: Context = { at: () => undefined, show: () => undefined, read: undefined, refuse };
