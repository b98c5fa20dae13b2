import type { Untyped } from "#client/json/untyped";
import { readCredentialHeaders, readUpstream } from "../boundary/edge-options.ts";
import { Fault } from "../fault.ts";
import type { OptionKind } from "../options.ts";

/** The MCP server: started by `command`, or at `upstream` with the headers `credentials`. */
export interface ServerSettings {
  command?: string[];
  upstream?: URL;
  credentials: Record<string, string>;
}

/** The options of an MCP server at a URL. */
export const serverOptions = Object.freeze({
  upstream: { type: "string" } as OptionKind,
  "upstream-header-env": { type: "string", multiple: true } as OptionKind,
});

/** Splits the arguments: the MCP server's command follows `--`. */
export function splitCommand(args: string[]) {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return { own: args.slice(0, end), command: args.slice(end + 1) };
}

export function readServer(
  values: Record<string, Untyped>,
  command: string[],
  env: NodeJS.ProcessEnv,
): ServerSettings {
  if ((values.upstream === undefined) === (command.length === 0))
    throw new Fault("usage", "name one MCP server: its command after --, or --upstream with its URL");
  const credentials = readCredentialHeaders(values["upstream-header-env"] ?? [], env);
  return values.upstream === undefined
    ? { command, credentials }
    : { upstream: readUpstream(values.upstream, { isOrigin: false }), credentials };
}
