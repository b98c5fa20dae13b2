import { bytesOf } from "#components/passkey/challenge-of.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { showsCommands } from "#lib/descriptors/formats/shows-commands";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";

interface Offered {
  statement: string;
  descriptor?: Descriptor | undefined;
  rendering: Rendering;
}

/** The approver's view of an offered statement, from the statement's bytes. */
export function renderedFrom({ statement, descriptor, rendering }: Offered): Rendering {
  if (showsCommands(descriptor)) return rendering;
  const { action } = JSON.parse(new TextDecoder().decode(bytesOf(statement)));
  return renderAction(action, descriptor);
}
