import { readRows, roomOf } from "./rooms.mjs";

const definition = /export const (\w+) = (?:pgTable|\w+\.table|unlogged\w*)\(\s*"(\w+)"/g;
const drizzleWrite = /\.(?:insert|update|delete)\(\s*(\w+)\s*\)/g;
const sqlWrite = /\b(?:insert into|update|delete from)\s+(?:\$\{(\w+)\}|(\w+))/gi;

/**
 * Writes of a table by a room that lib/README.md does not name for it, and rooms named there that
 * do not write it. Only rooms and the clean-up job write tables.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function findTableBreaches(sources, rows = readRows("Who writes which table")) {
  const tables = new Map();
  for (const { file, text } of sources)
    if (file.startsWith("db/schema/"))
      for (const [, variable, table] of text.matchAll(definition)) tables.set(variable, table);
  const listed = new Map(
    rows.map(([table, writers]) => [table, [...writers.matchAll(/`([^`]+)`/g)].map(([, room]) => room)]),
  );
  const writes = sources.filter(isProduct).flatMap((source) => writesOf(source, tables));
  const unlisted = writes.filter(({ table, room }) => !listed.get(table)?.includes(room));
  const actual = new Set(writes.map(({ table, room }) => `${table} ${room}`));
  const stale = [...listed].flatMap(([table, rooms]) =>
    rooms.filter((room) => !actual.has(`${table} ${room}`)).map((room) => ({ table, room })),
  );
  return [
    ...unlisted.map(
      ({ file, table, room }) => `${file}: ${room} is not named as a writer of ${table} (lib/README.md)`,
    ),
    ...stale.map(({ table, room }) => `lib/README.md: ${room} does not write ${table}`),
  ];
}

function isProduct({ file, isTest }) {
  return !isTest && !file.startsWith("db/");
}

function writesOf({ file, text }, tables) {
  const names = new Set(tables.values());
  const room = roomOf(file) ?? (file.startsWith("app/process/jobs/") ? "jobs" : file.split("/")[0]);
  const found = new Set();
  for (const [, variable] of text.matchAll(drizzleWrite))
    if (tables.has(variable)) found.add(tables.get(variable));
  for (const [, variable, name] of text.matchAll(sqlWrite)) {
    const table = variable ? tables.get(variable) : name;
    if (names.has(table)) found.add(table);
  }
  return [...found].map((table) => ({ file, room, table }));
}
