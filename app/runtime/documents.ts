import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { repository } from "#db/repository";

/** The documents of this version in Markdown, by the names that follow `/docs/` in their addresses. */
export interface Documents {
  version: string;
  texts: ReadonlyMap<string, string>;
}

/** Read once, when the process starts: they stay those of its version. @param origin of this server */
export async function readDocuments(origin: string): Promise<Documents> {
  const inDocs = (await readdir(path.join(repository, "docs"), { recursive: true }))
    .filter(isDocument)
    .sort();
  const files = [...inDocs.map((file) => `docs/${file}`), "client/README.md", "python/README.md"];
  const { version } = JSON.parse(await readFile(path.join(repository, "package.json"), "utf8"));
  const read = files.map(async (file) => {
    const text = await readFile(path.join(repository, file), "utf8");
    return [
      nameOf(file),
      filled(withServedLinks(text, file, [...files, decisions]), { origin, version }),
    ] as const;
  });
  const texts = new Map(await Promise.all(read));
  texts.set(nameOf(decisions), listOfDecisions(texts));
  return { version, texts };
}

/** Examples name a server that doesn't exist. Here they name this one, so that they can be copied. */
function filled(text: string, { origin, version }: { origin: string; version: string }): string {
  return text
    .replaceAll("https://countersign.example", origin)
    .replaceAll("countersign.example", new URL(origin).host)
    .replaceAll("/downloads/countersign-<version>", `/downloads/countersign-${version}`);
}

/** A folder, whose served text is the list of its records. */
const decisions = "docs/decisions/";

function listOfDecisions(texts: ReadonlyMap<string, string>): string {
  const items = decisionsIn(texts).map(([name, text]) => `- [${titleOf(text)}](/docs/${name}.md)\n`);
  return `# Decisions\n\nWhat was decided, and what was rejected.\n\n${items.join("")}`;
}

export function decisionsIn(texts: ReadonlyMap<string, string>): [name: string, text: string][] {
  return [...texts].filter(([name]) => name.startsWith("decisions/"));
}

export function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? "Countersign";
}

function isDocument(file: string): boolean {
  return file.endsWith(".md");
}

/** `docs/guides/mcp.md` is `guides/mcp`, `python/README.md` is `python`, `docs/decisions/` is `decisions`, and `docs/README.md` is `index`. */
function nameOf(file: string): string {
  if (file === "docs/README.md") return "index";
  return file.replace(/^docs\//, "").replace(/(\/README)?\.md$|\/$/, "");
}

/** Links lead to documents that are served. The words of other links stay, and pictures go. */
function withServedLinks(text: string, file: string, files: readonly string[]): string {
  const served = new Set(files);
  return outsideFences(text, (prose) =>
    prose
      .replace(/!\[[^\]]*\]\([^)]*\)\n*/g, "")
      .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words: string, to: string) => {
        if (/^(https?:|#)/.test(to)) return link;
        const [place = "", heading] = to.split("#");
        const target = path.posix.join(path.posix.dirname(file), place);
        if (!served.has(target)) return words;
        return `[${words}](/docs/${nameOf(target)}.md${heading === undefined ? "" : `#${heading}`})`;
      }),
  );
}

function outsideFences(text: string, change: (prose: string) => string): string {
  return text
    .split(/^( *```[\s\S]*?^ *```)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}
