import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import { readTexts } from "../test/words/read-texts.ts";
import { vagueWords } from "../test/words/word-list.ts";
import { readOrders } from "./rooms.ts";
import { readSources, type Source } from "./sources.ts";

export interface Figure {
  name: string;
  value: number;
  /** The highest permitted value; undefined for a figure without a goal. */
  most?: number;
}

/** The weight of the repository, from the tracked files. */
export function measureHouse(): Figure[] {
  const tracked = git("ls-files").map((file) => ({ file, text: readText(file) }));
  const sources = tracked.filter(({ file }) => isSource(file));
  const lengths = sources.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
  const migrations = tracked.filter(({ file }) => /^db\/migrations\/.*\.json$/.test(file));
  return [
    { name: "source files", value: sources.length },
    { name: "source lines", value: sum(lengths), most: 127_000 },
    { name: "median lines of a source file", value: lengths[lengths.length >> 1] ?? 0 },
    { name: "source lines over 110 columns", value: sum(sources.map(({ text }) => longLines(text))) },
    {
      name: "folders with source files",
      value: new Set(sources.map(({ file }) => path.dirname(file))).size,
      most: 279,
    },
    { name: ".mjs files", value: tracked.filter(({ file }) => file.endsWith(".mjs")).length, most: 15 },
    {
      name: "lines of JSON of migrations",
      value: sum(migrations.map(({ text }) => linesOf(text))),
      most: 19_999,
    },
    { name: "rooms of lib", value: readOrders().get("lib")?.length ?? 0, most: 40 },
    ...knots(readSources().filter(({ isTest }) => !isTest)),
    { name: "% pronouns in comments", value: vagueShare(sources.map(({ text }) => text)), most: 7 },
    {
      name: "commit subjects over 72 characters",
      value: git("log", "-200", "--format=%s").filter((line) => line.length > 72).length,
      most: 0,
    },
  ];
}

function isSource(file: string): boolean {
  return (
    /\.(?:tsx?|[cm]?js|css)$/.test(file) &&
    !/\.(?:test|spec)\.tsx?$|\/testing\/|^(?:e2e|bench|bin\/test)\//.test(file)
  );
}

/** For each layer, the number of folders in import circles. */
function knots(sources: Source[]): Figure[] {
  return ["lib", "components", "app"].map((layer) => {
    const folderOf = (file: string) => new RegExp(`^${layer}/[^/]+(?=/)`).exec(file)?.[0];
    const arrows = new Map<string, Set<string>>();
    for (const { file, imports } of sources)
      for (const { target } of imports) {
        const [from, to] = [folderOf(file), folderOf(target ?? "")];
        if (from && to && from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
      }
    const reached = new Map([...arrows.keys()].map((folder) => [folder, reachable(folder, arrows)]));
    const tied = [...reached].filter(([folder, all]) => all.has(folder));
    return { name: `folders of ${layer} in a knot`, value: tied.length, most: 0 };
  });
}

function reachable(from: string, arrows: Map<string, Set<string>>): Set<string> {
  const seen = new Set<string>();
  const open = [...(arrows.get(from) ?? [])];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    open.push(...(arrows.get(folder) ?? []));
  }
  return seen;
}

function vagueShare(texts: string[]): number {
  const comments = texts.flatMap((text) => readTexts(text).filter(({ kind }) => kind === "comment"));
  const words = comments.flatMap(({ text }) => text.toLowerCase().match(/[a-z']+/g) ?? []);
  return Math.round((1000 * words.filter((word) => vagueWords.has(word)).length) / words.length) / 10;
}

function longLines(text: string): number {
  return text.split("\n").filter((line) => line.length > 110).length;
}

function linesOf(text: string): number {
  return text.split("\n").length - 1;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function git(...args: string[]): string[] {
  const { stdout } = spawnSync("git", args, { cwd: repository, encoding: "utf8", maxBuffer: 2 ** 26 });
  return stdout.split("\n").filter((line) => line !== "");
}

function readText(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}
