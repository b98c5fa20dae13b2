import type { Untyped } from "#client/json/untyped";
import { stopMessage } from "#lib/boundary/calls/messages";
import { actionOf, unreviewedAction } from "#lib/boundary/mapping/engine/action-of";
import { isAccepted } from "#lib/boundary/registry/compare-tools";
import { hashTool } from "#lib/boundary/registry/hash-tool";
import { actionDigest } from "../../action-digest.ts";
import type { CallChanged } from "../../boundary/checked-port.ts";
import { changedWhileWaiting, refusedBoundary, unusableMapping } from "../../boundary/checked-port.ts";
import type { Pins } from "../../boundary/last-answer.ts";
import type { ConsolePins } from "./console-pins.ts";
import type { Message } from "./message.ts";
import type { Side } from "./side.ts";

/** `consolePins`: at a registered boundary, the console's tools and mapping in place of the file's. */
interface Context {
  mapping: Untyped;
  consolePins?: ConsolePins;
  side: Side;
}

/**
 * What a call asks for. `binding` names the call itself for handles: the agent, and the action
 * without the client's answers. `isHeld`: asked for as a call of a held tool.
 */
export interface Planned {
  action: Untyped;
  binding: { agent: string; digest: string };
  isHeld: boolean;
}

/** The action of a call, or why the call stops here. */
export async function planCall(
  request: Message,
  { mapping, consolePins, server, side }: Context & { server: string },
): Promise<Planned | { stopped: CallChanged["stopped"] }> {
  const { name, arguments: given = {} } = request.params;
  const call = { kind: "mcp" as const, server, tool: name, arguments: given };
  try {
    const held = await heldTool(name, { mapping, consolePins, side });
    const inUse = consolePins ? await consolePins.mapping.read() : { mapping };
    // A refused boundary holds every tool. No admin has to accept a tool again.
    if ("fault" in inUse && inUse.isRefused)
      return { stopped: { why: "refused", message: refusedBoundary(inUse.fault) } };
    if (held && (held.heldTools !== "step_up" || !held.hashes)) return { stopped: heldStop(request) };
    if ("fault" in inUse) return { stopped: { why: "refused", message: unusableMapping } };
    const action = held?.hashes ? unreviewedAction(call, held.hashes) : actionOf(inUse.mapping, call).action;
    const binding = { agent: side.agent.id, digest: actionDigest(side.agent.id, action) };
    return { action: withInput(action, request), binding, isHeld: held !== undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `Countersign can't describe this call to an approver, so it didn't run: ${why}.`;
    return { stopped: { why: "refused", message } };
  }
}

function heldStop({ params }: Message) {
  return {
    why: "held_tool" as const,
    message: stopMessage("held_tool", { tool: params.name }),
  };
}

/** Why the call asks for something else after a wait, by current tools and mapping; else undefined. */
export async function changeSince(
  request: Message,
  { binding, ...context }: Context & { server: string; binding: { digest: string } },
): Promise<CallChanged["stopped"] | undefined> {
  const { mapping, consolePins, side } = context;
  if (!mapping.tools && !consolePins) return undefined;
  side.tools.forget();
  await consolePins?.mapping.read({ isForced: true });
  const planned = await planCall(request, context);
  if ("stopped" in planned) return planned.stopped;
  if (planned.binding.digest === binding.digest) return undefined;
  return planned.isHeld ? heldStop(request) : { why: "refused", message: changedWhileWaiting };
}

/** Answers of the client without an open question are part of the approved call. */
function withInput(action: Untyped, { params }: Message) {
  const { inputResponses, requestState } = params;
  if (inputResponses === undefined && requestState === undefined) return action;
  return { ...action, params: { ...action.params, "mcp.input": { inputResponses, requestState } } };
}

/** The treatment of a held tool: new, changed since its acceptance, or without hashes to compare. */
async function heldTool(
  name: string,
  { mapping, consolePins, side }: Context,
): Promise<{ heldTools: "block" | "step_up"; hashes?: { description: string; schema: string } } | undefined> {
  if (!mapping.tools && !consolePins) return undefined;
  const tool = await side.tools.find(name, side.listTools).catch(() => undefined);
  if (!tool) return { heldTools: "block" };
  const isHeld = ({ accepted }: Pins) => {
    const pinned = accepted.get(name);
    return !pinned || !isAccepted(pinned, tool);
  };
  const pins = consolePins
    ? await consolePins.read(await side.tools.all(side.listTools), isHeld)
    : { accepted: mapping.tools, heldTools: mapping.heldTools };
  return isHeld(pins) ? { heldTools: pins.heldTools, hashes: hashTool(tool) } : undefined;
}
