import type { Untyped } from "#client/json/untyped";
import { capabilitiesKey, type Message } from "./message.ts";

/** The call for a task: the client no longer waits for progress or questions. */
export function detached(request: Message, id: string | number): Message {
  const meta = { ...withoutProgress(request.params._meta), [capabilitiesKey]: {} };
  return { ...request, id, params: { ...request.params, _meta: meta } };
}

export function withoutProgress(meta: Untyped) {
  const { progressToken: _token, ...rest } = meta ?? {};
  return rest;
}
