import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A hook around calls, as Codex 0.171.0 lists it. */
export interface ListedHook {
  eventName?: string;
  command?: string;
  trustStatus?: string;
  enabled?: boolean;
  timeoutSec?: number;
  async?: boolean;
}

/** What Codex says about itself. */
export interface CodexState {
  hooks?: ListedHook[];
  errors?: object[];
  requirements?: object | null;
}

const listed = {
  ...{ eventName: "preToolUse", handlerType: "command", command: "countersign hook --client codex" },
  ...{ async: false, matcher: null, timeoutSec: 120, sourcePath: "/home/dev/.codex/hooks.json" },
  ...{
    source: "user",
    enabled: true,
    isManaged: false,
    currentHash: "sha256:4850",
    trustStatus: "untrusted",
  },
};

/**
 * A program `codex` that answers as `codex app-server` of Codex 0.171.0 was seen to answer.
 * @returns the folder of the program, for `PATH`
 */
export function fakeCodex({ hooks = [], errors = [], requirements = null }: CodexState): string {
  const cwd = "/work";
  const results = {
    initialize: { userAgent: "countersign/0.171.0", codexHome: "/home/dev/.codex" },
    "hooks/list": {
      data: [{ cwd, hooks: hooks.map((hook) => ({ ...listed, ...hook })), warnings: [], errors }],
    },
    "configRequirements/read": { requirements },
  };
  return program(`
    const results = ${JSON.stringify(results)};
    console.log(JSON.stringify({ method: "configWarning", params: {} }));
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { id, method } = JSON.parse(line);
      if (id !== undefined) console.log(JSON.stringify({ id, result: results[method] }));
    });`);
}

/** A program `codex` that runs this script. */
export function program(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), "codex-"));
  writeFileSync(join(folder, "codex"), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  return folder;
}
