import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import type { Source } from "./sources.ts";

/** The content of each ordered folder, lowest first. */
export type Orders = Map<string, string[]>;

/** The folders with an ordering README. */
const ordered = [
  "lib",
  "lib/boundary",
  "lib/notifications",
  "lib/policy",
  "lib/provisioning",
  "components",
  "app",
];

export function readOrders(root = repository): Orders {
  return new Map(
    ordered.map((folder) => [
      folder,
      readRows(`${folder}/README.md`, "Lowest first", root).map(([name]) => name),
    ]),
  );
}

/** The room of a file in lib: its folder, or a larger room's inner folder. Undefined outside lib. */
export function roomOf(file: string, orders: Orders): string | undefined {
  const room = childIn("lib", file);
  if (room === undefined) return undefined;
  return orders.has(`lib/${room}`) ? `${room}/${childIn(`lib/${room}`, file)}` : room;
}

/** The first column's name, and the further columns. */
export type Row = [name: string, rest: string];

/** The first two columns of the rows below a heading of a page, a path from the repository's root. */
export function readRows(page: string, heading: string, root = repository): Row[] {
  const text = readFileSync(path.join(root, page), "utf8");
  const section = text.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = "", rest = ""]) => [name, rest]);
}

/**
 * Imports from a folder to one that comes later in the README around both, so that folders cannot
 * import each other in a circle either. Tests may import from anywhere. What is directly in an ordered
 * folder is a room too, but in `app`, where Next.js looks for files.
 */
export function findRoomBreaches(sources: Source[], orders = readOrders()): string[] {
  return [...orders].flatMap(([folder, order]) => breachesIn(folder, order, sources));
}

function breachesIn(folder: string, order: string[], sources: Source[]): string[] {
  const rank = new Map(order.map((name, index) => [name, index]));
  const inside = sources.flatMap((source) => {
    const own = childIn(folder, source.file);
    return own === undefined || own === "testing" ? [] : [{ ...source, own }];
  });
  const found = new Set(inside.map(({ own }) => own));
  const page = `${folder}/README.md`;
  return [
    ...[...found]
      .filter((name) => !rank.has(name))
      .map((name) => `${folder}/${name}: not in the order of ${page}`),
    ...order.filter((name) => !found.has(name)).map((name) => `${page}: there is no ${folder}/${name}`),
    ...inside.filter(({ isTest }) => !isTest).flatMap((source) => upward(source, folder, rank)),
  ];
}

function upward(
  { file, own, imports }: Source & { own: string },
  folder: string,
  rank: Map<string, number>,
): string[] {
  return imports
    .map(({ target }) => ({ target, other: childIn(folder, target ?? "") }))
    .filter(({ other = "" }) => (rank.get(other) ?? 0) > (rank.get(own) ?? rank.size))
    .map(({ target, other }) => `${file}: ${own} comes before ${other}, and must not import ${target}`);
}

/** The direct child of a folder (file without its ending) that is or holds a file. */
function childIn(folder: string, file: string): string | undefined {
  if (!file.startsWith(`${folder}/`)) return undefined;
  const [name = "", rest] = file.slice(folder.length + 1).split("/");
  if (rest === undefined && folder === "app") return undefined;
  return name.replace(/(\.test)?\.(tsx?|mjs)$/, "");
}
