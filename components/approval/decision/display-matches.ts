import { canonicalJson } from "#client/json/canonical";
import { hashOf } from "#components/passkey/challenge-of.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { showsCommands } from "#lib/descriptors/formats/shows-commands";
import { descriptorLabel, renderingLabel } from "#lib/descriptors/render/labels";
import { renderAction } from "#lib/descriptors/render/render-action";

/**
 * Whether a statement commits to its action as rendered with the page's descriptor, computed in the
 * approver's browser. Only the server and `countersign verify` check the rendering of a shell command:
 * the parser of commands has more than a megabyte.
 */
export async function displayMatches(
  statement: Uint8Array,
  descriptor: Descriptor | undefined,
): Promise<boolean> {
  const { action, display } = JSON.parse(new TextDecoder().decode(statement));
  if (display?.descriptor?.digest !== (descriptor && (await digestOf(descriptorLabel, descriptor))))
    return false;
  if (showsCommands(descriptor)) return true;
  return (await digestOf(renderingLabel, renderAction(action, descriptor))) === display?.rendering;
}

function digestOf(label: string, value: object): Promise<string> {
  return hashOf(label, new TextEncoder().encode(canonicalJson(JSON.parse(JSON.stringify(value)))));
}
