import { call, loadPart } from "#components/api/call.ts";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { Safeguards } from "#lib/policy/language/safeguards";

/** An approver's input, by JSON Pointer into the parameters. */
export type Entered = Record<string, string>;

/** The statement of an edited action, offered to its editor. */
export interface OfferedEdit {
  /** The statement bytes, base64url, with the server's seal. */
  statement: string;
  seal: string;
  descriptor?: Descriptor;
  /** The edited action, rendered from the statement's bytes. */
  rendering: Rendering;
  approvalsRequired: number;
  safeguards: Safeguards;
}

/**
 * Gets the statement of an edited action, and changes nothing on the server. The browser renders the
 * action from the bytes to sign; the server renders a shell command, whose parser is too large.
 * @throws {Refusal} with the server's code; `invalid_body` with errors by path.
 */
export async function offerEdit(requestId: string, entered: Entered): Promise<OfferedEdit> {
  const path = `/api/requests/${encodeURIComponent(requestId)}/edits`;
  const offered = await call<OfferedEdit>("POST", path, { entered });
  const { renderedFrom } = await loadPart(() => import("./rendered-from.ts"));
  return { ...offered, rendering: renderedFrom(offered) };
}
