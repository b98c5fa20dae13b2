import type { SavedMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping, storedDocument, type WrittenRule } from "#lib/boundary/mapping/kept/read-document";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";
import { mappingText } from "../../mapping-text.ts";

interface Start {
  boundary: Pick<BoundaryView, "kind" | "server" | "mappingDigest">;
  live: Pick<SavedMapping, "document"> | undefined;
  restored: Pick<SavedMapping, "version" | "document"> | undefined;
  rules: WrittenRule[];
}

/** The editor's first text, with a hint for the admin. */
export function startingText({ boundary, live, restored, rules }: Start): {
  text: string;
  hint: string | undefined;
} {
  if (restored)
    return {
      text: mappingText(storedDocument(restored.document).rules),
      hint: `The rules of version ${restored.version}. Nothing is saved yet.`,
    };
  if (live && live.document !== noMapping)
    return { text: mappingText(storedDocument(live.document).rules), hint: undefined };
  return { text: mappingText(rules), hint: hintOf(boundary) };
}

function hintOf({ kind, server, mappingDigest }: Start["boundary"]): string | undefined {
  if (mappingDigest !== null)
    return "The boundary uses the mapping in its own file. Once you save one here, the rules of the file no longer apply. To keep them, copy them here.";
  if (kind === "http_proxy") return undefined;
  return server === null
    ? "Rules for its tools are suggested after the next contact."
    : "A start: with these rules, each accepted tool keeps its default type.";
}
