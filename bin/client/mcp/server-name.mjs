// @ts-check
import { createHash } from "node:crypto";
import { Fault } from "../fault.mjs";

/** What starts a package by its name. */
const packageRunners = /^(npx|bunx|uvx)(\.\w+)?$/;
/** What starts anything: its own name says nothing about the MCP server. */
const launchers =
  /^(node|bun|deno|uv|python[\d.]*|pipx|docker|podman|npm|pnpm|yarn|go|java|ruby|env|sudo|cmd|powershell|pwsh|(ba|z|da)?sh)(\.\w+)?$/;

/**
 * The name of the MCP server in action types and mappings. Two servers never get the same name by
 * themselves: what is accepted of one would be accepted of the other.
 * @param {{server?: string, upstream?: URL, command: string[]}} given
 * @returns {string}
 */
export function serverName({ server, upstream, command }) {
  const name = server ?? (upstream ? nameOfUrl(upstream) : nameOfCommand(command));
  if (name === undefined || !/^[A-Za-z0-9._-]{1,100}$/.test(name))
    throw new Fault(
      "usage",
      "use --server to name the MCP server, in letters, digits, dots, dashes and underscores",
    );
  return name;
}

/** @param {URL} url */
function nameOfUrl({ hostname, host, pathname, search }) {
  const whole = `${host}${pathname}${search}`;
  return whole === `${hostname}/` ? folded(hostname, hostname) : folded(`${host}${pathname}`, whole);
}

/** @param {string[]} command @returns {string | undefined} undefined: the command isn't a name */
function nameOfCommand([program = "", ...args]) {
  if (/[\\/]/.test(program) || launchers.test(program)) return undefined;
  if (!packageRunners.test(program)) return folded(program, program);
  const [first = "", second = ""] = args;
  const named = /^(-y|--yes)$/.test(first) ? second : first;
  const unversioned = named.replace(/(?<=.)@[^@/]*$/, "");
  const isPackage = /^(@[\w.-]+\/)?\w[\w.-]*$/.test(unversioned);
  return isPackage ? folded(unversioned, unversioned) : undefined;
}

/**
 * The text in the letters of a name, with a short hash of the whole when that changed anything.
 * @param {string} text
 * @param {string} whole
 */
function folded(text, whole) {
  const name = text
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 80);
  if (name === whole) return name;
  return `${name}-${createHash("sha256").update(whole).digest("hex").slice(0, 10)}`;
}
