import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

const page = "lib/README.md";

/**
 * The rooms of lib, lowest first. `a/b` is a room within the folder `lib/a`.
 * @returns {string[]}
 */
export function readOrder(root = repository) {
  return readRows("Rooms, lowest first", root).map(([name]) => name);
}

/**
 * The room of a file in lib: the folder, or a file directly in lib. In a folder that the order
 * divides into rooms, the folder or file below it. Undefined outside lib.
 * @param {string} file
 * @param {string[]} order
 */
export function roomOf(file, order) {
  const [layer, outer, inner] = file.split("/");
  if (layer !== "lib") return undefined;
  const isDivided = order.some((name) => name.startsWith(`${outer}/`));
  return (isDivided ? `${outer}/${inner}` : outer)?.replace(/(\.test)?\.(ts|mjs)$/, "");
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
 * Imports from a room to one that comes later in lib/README.md, so that rooms cannot import each
 * other in a circle either. Tests may import from any room.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function findRoomBreaches(sources, order = readOrder()) {
  const rank = new Map(order.map((name, index) => [name, index]));
  const files = sources.map(({ file }) => file).filter((file) => !file.includes("/testing/"));
  const rooms = new Set(files.map((file) => roomOf(file, order)).filter(Boolean));
  const unlisted = [...rooms].filter((room) => !rank.has(room));
  const empty = order.filter((room) => !rooms.has(room));
  return [
    ...unlisted.map((room) => `lib/${room}: not in the order of rooms (${page})`),
    ...empty.map((room) => `${page}: there is no room lib/${room}`),
    ...sources.filter(({ isTest }) => !isTest).flatMap((source) => upward(source, order, rank)),
  ];
}

function upward({ file, imports }, order, rank) {
  const own = roomOf(file, order);
  if (own === undefined) return [];
  return imports
    .filter(({ target }) => target?.startsWith("lib/"))
    .map(({ target }) => ({ target, room: roomOf(target, order) }))
    .filter(({ room }) => rank.get(room) > rank.get(own))
    .map(({ target, room }) => `${file}: ${own} comes before ${room}, and must not import ${target}`);
}
