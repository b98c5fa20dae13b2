import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { firstRequest } from "../../components/agents/connect/own-code.ts";
import { repository } from "./packed-package.ts";

/**
 * A sample in TypeScript or JavaScript. Each one is a module of its own and compiles as it is: there is
 * no hidden preamble. A name after the language (` ```ts express.ts `) is the name of its file, by which
 * another sample of the same document can import it.
 */
interface Sample {
  /** The document, and the line before the sample's first. */
  from: string;
  line: number;
  name: string;
  code: string;
}

/** The agent of the sample that the console shows. */
export const shownAgent = { id: "agt_1", name: "Refund bot" };

const extensions: Record<string, string> = {
  ...{ ts: "ts", typescript: "ts", mts: "ts", tsx: "tsx" },
  ...{ js: "js", javascript: "js", mjs: "js", cjs: "js", jsx: "jsx" },
};

/** The samples of all documents of the repository, and those that the console shows. */
export function documentedSamples(): Sample[] {
  const written = documents().flatMap((from) =>
    samplesOf(from, readFileSync(path.join(repository, from), "utf8")),
  );
  const code = firstRequest("typescript", { agent: shownAgent, given: { kind: "public" } });
  const shown = { from: "components/agents/connect/own-code.ts", line: 0, name: "shown.ts", code };
  return [...written, shown];
}

/** The samples of one document. */
export function samplesOf(from: string, text: string): Sample[] {
  const fences = text.matchAll(/^( *)(```+|~~~+) *([\w+-]+)(?:[ \t]+(\S+))?[^\n]*\n(.*?)^ *\2/gms);
  return [...fences].flatMap(([fence, indent = "", , language = "", name, code = ""]) => {
    const extension = extensions[language.toLowerCase()];
    if (!extension) return [];
    const line = text.slice(0, text.indexOf(fence)).split("\n").length;
    const lines = code.split("\n").map((one) => one.replace(indent, ""));
    return [{ from, line, name: name ?? `line-${line}.${extension}`, code: lines.join("\n") }];
  });
}

/** Writes a sample below its document's name, at its line, so that a compiler's errors name both. */
export function writeSample(folder: string, { from, line, name, code }: Sample): void {
  mkdirSync(path.join(folder, from), { recursive: true });
  writeFileSync(path.join(folder, from, name), `${"\n".repeat(line)}${code}`, { flag: "wx" });
}

/** Folders that are no source: dependencies, and what failed end-to-end tests leave. */
const generated = ["node_modules", "test-results", "playwright-report"];

/** The names of all documents in Markdown. */
export function documents(folder = "."): string[] {
  const entries = readdirSync(path.join(repository, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const isHidden = entry.name.startsWith(".") || generated.includes(entry.name);
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return isHidden ? [] : documents(name);
    return entry.name.endsWith(".md") ? [name] : [];
  });
}
