import type { Descriptor } from "#lib/descriptors/descriptor";
import { showsCommands } from "#lib/descriptors/formats/shows-commands.mjs";
import { renderingLabel } from "#lib/descriptors/render/labels.mjs";
import { renderAction } from "#lib/descriptors/render/render-action.mjs";
import { canonicalJson } from "#lib/json/canonical.mjs";
import { hashOf } from "./challenge-of.ts";

/**
 * Whether a statement commits to its action as this page shows it. Computed in the approver's
 * browser, from the action in the statement and the descriptor of this page. A statement with a
 * shell command is checked by the server and by `countersign verify` alone: reading commands takes a
 * parser of more than a megabyte.
 */
export async function displayMatches(
  statement: Uint8Array,
  descriptor: Descriptor | undefined,
): Promise<boolean> {
  const { v, action, display } = JSON.parse(new TextDecoder().decode(statement));
  if (v === 1 || showsCommands(descriptor)) return true;
  const text = canonicalJson(JSON.parse(JSON.stringify(renderAction(action, descriptor))));
  return (await hashOf(renderingLabel, new TextEncoder().encode(text))) === display.rendering;
}
