import type { Untyped } from "#client/json/untyped";
import type { Tool } from "#lib/boundary/registry/hash-tool";
import { Fault } from "../fault.ts";
import { visible } from "../visible.ts";

/**
 * The tools in a file: an array, the result of `tools/list`, or the whole response. A server's list
 * isn't I-JSON in every case, so it is read as its clients read it.
 * @param path for messages
 */
export function readToolList(text: string, path: string): Tool[] {
  const value = parse(text, path);
  const tools = value?.result?.tools ?? value?.tools ?? value;
  if (!Array.isArray(tools)) throw new Fault("usage", `${visible(path)} contains no list of tools`);
  return requireNamed(tools, path);
}

/** @param source for messages */
export function requireNamed(tools: Untyped[], source: string): Tool[] {
  for (const [at, tool] of tools.entries()) {
    if (typeof tool?.name !== "string" || tool.name === "")
      throw new Fault("usage", `${visible(source)}: tool ${at} has no name`);
  }
  return tools;
}

function parse(text: string, path: string): Untyped {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("usage", `${visible(path)} isn't JSON`, { cause });
  }
}
