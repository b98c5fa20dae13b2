import { canonicalJson } from "#client/json/canonical";
import { type Action, actionOf } from "#lib/boundary/mapping/engine/action-of";
import type { Call } from "#lib/boundary/mapping/engine/call";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { changedWhileWaiting, refusedBoundary, unusableMapping } from "../boundary/checked-port.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";
import type { Settings as ProxySettings } from "./settings.ts";

type Settings = Pick<ProxySettings, "mapping" | "kept">;

/** The action of a call, by Countersign's mapping if there is one. @throws {ProxyRefusal | CallError} */
export async function mapped({ mapping, kept }: Settings, call: Call, options?: { isForced?: boolean }) {
  const inUse = kept ? await kept.read(options) : { mapping };
  if (!("fault" in inUse)) return actionOf(inUse.mapping, call);
  if (inUse.isRefused) throw new ProxyRefusal(403, "boundary_refused", refusedBoundary(inUse.fault));
  throw new ProxyRefusal(503, "mapping_unusable", unusableMapping);
}

/** Why the call asks for another action after a wait; undefined if the action is the same. */
export async function changeSince(
  settings: Settings,
  call: Call,
  action: Action,
): Promise<{ why: "refused"; message: string } | undefined> {
  if (!settings.kept) return undefined;
  try {
    const now = await mapped(settings, call, { isForced: true });
    if (canonicalJson(now.action) === canonicalJson(action)) return undefined;
    return { why: "refused", message: changedWhileWaiting };
  } catch (error) {
    if (error instanceof ProxyRefusal || error instanceof CallError)
      return { why: "refused", message: error.message };
    throw error;
  }
}
