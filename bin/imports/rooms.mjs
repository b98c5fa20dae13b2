import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

const page = "lib/README.md";

/**
 * The room of a file in lib: the folder, or a file directly in lib. Undefined outside lib.
 * @param {string} file
 */
export function roomOf(file) {
  const [layer, room] = file.split("/");
  return layer === "lib" ? room?.replace(/(\.test)?\.ts$/, "") : undefined;
}

/**
 * The first two columns of the rows below a heading of lib/README.md.
 * @param {string} heading
 * @returns {string[][]}
 */
export function readRows(heading, root = repository) {
  const text = readFileSync(path.join(root, page), "utf8");
  const section = text.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name, rest]) => [name, rest]);
}

/**
 * Imports from a room to one that comes later in lib/README.md. Tests may import from any room.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function findRoomBreaches(sources, order = readRows("Rooms, lowest first").map(([name]) => name)) {
  const rank = new Map(order.map((name, index) => [name, index]));
  const rooms = new Set(sources.map(({ file }) => roomOf(file)).filter(Boolean));
  const unlisted = [...rooms].filter((room) => !rank.has(room));
  const empty = order.filter((room) => !rooms.has(room));
  return [
    ...unlisted.map((room) => `lib/${room}: not in the order of rooms (${page})`),
    ...empty.map((room) => `${page}: there is no room lib/${room}`),
    ...sources.filter(({ isTest }) => !isTest).flatMap((source) => upward(source, rank)),
  ];
}

function upward({ file, imports }, rank) {
  const own = roomOf(file);
  if (own === undefined) return [];
  return imports
    .filter(({ target }) => target?.startsWith("lib/") && rank.get(roomOf(target)) > rank.get(own))
    .map(({ target }) => `${file}: ${own} comes before ${roomOf(target)}, and must not import ${target}`);
}
