// @ts-check

import { stopMessage } from "../../../../lib/boundary/calls/messages.mjs";
import { actionOf, unreviewedAction } from "../../../../lib/boundary/mapping/engine/action-of.mjs";
import { isAccepted } from "../../../../lib/boundary/pins/compare-tools.mjs";
import { hashTool } from "../../../../lib/boundary/pins/hash-tool.mjs";
import { changedWhileWaiting, refusedBoundary, unusableMapping } from "../../boundary/checked-port.mjs";
import { actionDigest } from "../../json/action-digest.mjs";

/** @typedef {import("./message.mjs").Message} Message */
/** @typedef {import("../../boundary/registry/contact.mjs").Pins} Pins */

/**
 * `consolePins`: at a registered boundary, what the console accepts and its mapping, instead of the
 * file's.
 * @typedef {{mapping: any, consolePins?: import("./console-pins.mjs").ConsolePins, side:
 * import("./side.mjs").Side}} Context
 */

/**
 * What a call asks for. `binding` names the call itself for handles: the agent, and the action
 * without the client's answers. `isHeld`: asked for as a call of a held tool.
 * @typedef {{action: any, binding: {agent: string, digest: string}, isHeld: boolean}} Planned
 */

/**
 * The action of a call, or why the call stops here.
 * @param {Message} request
 * @param {Context & {server: string}} context
 * @returns {Promise<Planned | {stopped: import("../../boundary/checked-port.mjs").CallChanged["stopped"]}>}
 */
export async function planCall(request, { mapping, consolePins, server, side }) {
  const { name, arguments: given = {} } = request.params;
  const call = { kind: /** @type {const} */ ("mcp"), server, tool: name, arguments: given };
  try {
    const held = await heldTool(name, { mapping, consolePins, side });
    const inUse = consolePins ? await consolePins.mapping.read() : { mapping };
    // A refused boundary holds every tool, which no admin has to accept again.
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

/** @param {Message} request */
function heldStop({ params }) {
  return {
    why: /** @type {const} */ ("held_tool"),
    message: stopMessage("held_tool", { tool: params.name }),
  };
}

/**
 * Why a call no longer asks for the same after a wait, by the server's list of tools and the mapping as
 * they are now.
 * @param {Message} request
 * @param {Context & {server: string, binding: {digest: string}}} context
 * @returns {Promise<import("../../boundary/checked-port.mjs").CallChanged["stopped"] | undefined>}
 * undefined if it does
 */
export async function changeSince(request, { binding, ...context }) {
  const { mapping, consolePins, side } = context;
  if (!mapping.tools && !consolePins) return undefined;
  side.tools.forget();
  await consolePins?.mapping.read({ isForced: true });
  const planned = await planCall(request, context);
  if ("stopped" in planned) return planned.stopped;
  if (planned.binding.digest === binding.digest) return undefined;
  return planned.isHeld ? heldStop(request) : { why: "refused", message: changedWhileWaiting };
}

/**
 * Answers of the client that no open call asked for are part of what is approved.
 * @param {any} action
 * @param {Message} request
 */
function withInput(action, { params }) {
  const { inputResponses, requestState } = params;
  if (inputResponses === undefined && requestState === undefined) return action;
  return { ...action, params: { ...action.params, "mcp.input": { inputResponses, requestState } } };
}

/**
 * Whether a tool isn't accepted: it is new, or its description or schema changed since an admin
 * accepted it. A tool that can't be compared has no hashes. `heldTools`: what happens to the call.
 * @param {string} name
 * @param {Context} context
 * @returns {Promise<{heldTools: "block" | "step_up", hashes?: {description: string, schema: string}} |
 * undefined>}
 */
async function heldTool(name, { mapping, consolePins, side }) {
  if (!mapping.tools && !consolePins) return undefined;
  const tool = await side.tools.find(name, side.listTools).catch(() => undefined);
  if (!tool) return { heldTools: "block" };
  const isHeld = (/** @type {Pins} */ { accepted }) => {
    const pinned = accepted.get(name);
    return !pinned || !isAccepted(pinned, tool);
  };
  const pins = consolePins
    ? await consolePins.read(await side.tools.all(side.listTools), isHeld)
    : { accepted: mapping.tools, heldTools: mapping.heldTools };
  return isHeld(pins) ? { heldTools: pins.heldTools, hashes: hashTool(tool) } : undefined;
}
