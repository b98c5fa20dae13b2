import { z } from "zod";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";

/** The read part of a client's hook. Clients add members with each version. */
const common = {
  session_id: z.string().max(500).optional(),
  cwd: z.string().max(4096).optional(),
  tool_name: z.string().min(1).max(500),
  tool_input: z.unknown(),
  tool_use_id: z.string().min(1).max(500).optional(),
};

const before = z.object({ hook_event_name: z.literal("PreToolUse"), ...common });
const after = z.object({
  hook_event_name: z.enum(["PostToolUse", "PostToolUseFailure"]),
  ...common,
  tool_response: z.unknown().optional(),
  duration_ms: z.number().optional(),
  error: z.string().optional(),
});

/** A call that a client is about to run. */
export type CallBefore = z.output<typeof before>;
/** A call that a client has run. */
export type CallAfter = z.output<typeof after>;

/** A hook's event; undefined for an event or a form that is not known. */
export function readHookEvent(body: unknown): CallBefore | CallAfter | undefined {
  return z.union([before, after]).safeParse(body).data;
}

/** Identifies one call of a session, where the client says. */
export function callHashOf({ session_id, tool_use_id }: CallBefore | CallAfter): string | undefined {
  if (tool_use_id === undefined) return undefined;
  return base64url(sha256(canonicalBytes([session_id ?? "", tool_use_id])));
}
