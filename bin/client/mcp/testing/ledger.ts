import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { buildSync } from "esbuild";
import type { Gateway } from "./gateway-client.ts";

let count = 0;

/** A server that writes down what ran, behind a gateway. */
export interface Ledger {
  /** What ran, in order. */
  ran: () => { name: string; arguments: unknown }[];
  /** A gateway in front of the server. */
  gateway: (credentials: string, options?: string[]) => Gateway;
  /** Changes the tools that the server lists. */
  list: (tools: object[]) => void;
}

export function openLedger(folder: string, mapping: object = {}): Ledger {
  const path = (name: string) => join(folder, `${name}-${count}`);
  count++;
  const [ledger, tools, map] = [path("ledger"), path("tools"), path("map.json")];
  writeFileSync(map, JSON.stringify({ version: 1, ...mapping }));
  return {
    ran: () =>
      existsSync(ledger)
        ? readFileSync(ledger, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line))
        : [],
    gateway: (credentials, options = []) => ({
      credentials,
      args: ["--server", "ledger", "--map", map, ...options, "--", process.execPath, ledgerProgram(folder)],
      env: { LEDGER: ledger, TOOLS: tools, PAGE: "100" },
    }),
    list: (listed) => writeFileSync(tools, JSON.stringify(listed)),
  };
}

/**
 * The program of the server, compiled into the folder: to load it with tsx would take most of the
 * time of a start.
 */
export function ledgerProgram(folder: string): string {
  const outfile = join(folder, "ledger-server.mjs");
  const source = new URL("./ledger-server.ts", import.meta.url).pathname;
  if (!existsSync(outfile)) buildSync({ entryPoints: [source], outfile, platform: "node", format: "esm" });
  return outfile;
}

/** The text of a tool result. */
export function textOf(result: CallToolResult): string {
  return result.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
