import { createHash } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { readCredentialHeaders, readUpstream } from "../boundary/edge-options.ts";
import { Fault } from "../fault.ts";
import { lists, texts } from "../options.ts";

/** The MCP server: started by `command`, or at `upstream` with the headers `credentials`. */
export interface ServerSettings {
  command?: string[];
  upstream?: URL;
  credentials: Record<string, string>;
}

/** The options of an MCP server at a URL. */
export const serverOptions = { ...texts("upstream"), ...lists("upstream-header-env") };

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

/** Programs that start a package by its name. */
const packageRunners = /^(npx|bunx|uvx)(\.\w+)?$/;
/** Programs that start anything, and so say nothing about the MCP server. */
const launchers =
  /^(node|bun|deno|uv|python[\d.]*|pipx|docker|podman|npm|pnpm|yarn|go|java|ruby|env|sudo|cmd|powershell|pwsh|(ba|z|da)?sh)(\.\w+)?$/;

/** Commands or URLs never share a derived name: an approval for one would count for the other. */
export function serverName(given: { server?: string; upstream?: URL; command: string[] }): string {
  const { server, upstream, command } = given;
  const name = server ?? (upstream ? hashed(upstream.hostname, upstream.href) : nameOfCommand(command));
  if (name === undefined || !/^[A-Za-z0-9._-]{1,100}$/.test(name))
    throw new Fault(
      "usage",
      "use --server to name the MCP server, in letters, digits, dots, dashes and underscores",
    );
  return name;
}

/** @returns undefined: the command isn't a name */
function nameOfCommand(command: string[]): string | undefined {
  const [program = "", first = "", second = ""] = command;
  if (/[\\/]/.test(program) || launchers.test(program)) return undefined;
  if (!packageRunners.test(program))
    return command.length === 1 && isPlain(program) ? program : hashed(program, command);
  const named = /^(-y|--yes)$/.test(first) ? second : first;
  const unversioned = named.replace(/(?<=.)@[^@/]*$/, "");
  const isPackage = /^(@[\w.-]+\/)?\w[\w.-]*$/.test(unversioned);
  return isPackage ? hashed(unversioned, command) : undefined;
}

function isPlain(program: string) {
  return /^[A-Za-z0-9.-]{1,80}$/.test(program) && !/-[0-9a-f]{16}$/.test(program);
}

/** The letters of a name and a hash of the whole command or URL, which can contain a secret. */
function hashed(text: string, whole: string | string[]) {
  const name = text
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 80);
  return `${name}-${createHash("sha256").update(JSON.stringify(whole)).digest("hex").slice(0, 16)}`;
}
