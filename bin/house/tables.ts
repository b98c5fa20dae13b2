import { type Orders, type Row, readOrders, readRows, roomOf } from "./rooms.ts";
import type { Source } from "./sources.ts";

const definition = /export const (\w+) = (?:pgTable|\w+\.table|unlogged\w*)\(\s*"(\w+)"/g;
/** By any receiver: a savepoint or a parameter can have any name. */
const drizzleWrite = /(?:\b(db|tx|query)\s*)?\.\s*(?:insert|update|delete)\(\s*([^)]*?)\s*,?\s*\)/g;
const sqlWrite =
  /\b(?:insert into|merge into|delete from|truncate(?: table)?|update)\s+(?:only\s+)?(?:public\.)?(?:\$\{([\w.]+)\}|"?(\w+)"?)/gi;
const schemaImport = /import\s*\{([^}]*)\}\s*from\s*"[#./\w-]*\bschema\/[\w-]+(?:\.ts)?"/g;

/** The tables of db/README.md with owner and further writers. */
export interface Tables {
  owners: Row[];
  others: Row[];
  orders: Orders;
}

/** The schema's tables, by variable. */
type Variables = Map<string, string>;

interface Write {
  table: string;
  room: string;
}

function readTables(): Tables {
  return {
    owners: readRows("db/README.md", "Owners"),
    others: readRows("db/README.md", "Tables that another room writes too"),
    orders: readOrders(),
  };
}

/** Writes by a room that db/README.md doesn't name, unclear writes, and tables without one owner. */
export function findTableBreaches(
  sources: Source[],
  { owners, others, orders }: Tables = readTables(),
): string[] {
  const tables: Variables = new Map();
  for (const { file, text } of sources)
    if (file.startsWith("db/schema/"))
      for (const [, variable = "", table = ""] of text.matchAll(definition)) tables.set(variable, table);
  const listed = [...owners, ...others].flatMap(([table, rooms]) =>
    roomsIn(rooms).map((room) => ({ table, room })),
  );
  const found = sources.filter(isProduct).map((source) => writesOf(source, tables, orders));
  const writes = found.flatMap((one) => one.writes);
  const unlisted = writes.filter((write) => !listed.some((one) => isSame(one, write)));
  const stale = listed.filter((one) => !writes.some((write) => isSame(write, one)));
  const named = new Set([...owners, ...others].map(([table]) => table));
  const ownersOf = (table: string) =>
    owners.filter(([name]) => name === table).flatMap(([, rooms]) => roomsIn(rooms));
  const disputed = [...named].filter((table) => ownersOf(table).length !== 1);
  return [
    ...unlisted.map(
      ({ file, table, room }) => `${file}: ${room} is not named as a writer of ${table} (db/README.md)`,
    ),
    ...found.flatMap((one) => one.unclear),
    ...stale.map(({ table, room }) => `db/README.md: ${room} does not write ${table}`),
    ...disputed.map((table) => `db/README.md: name one owner of ${table}, and other writers with the reason`),
  ];
}

/** The rooms in the first of the remaining columns of a row. */
function roomsIn(columns: string): string[] {
  return [...(columns.split(" | ", 1)[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, room = ""]) => room);
}

function isSame(one: Write, other: Write): boolean {
  return one.table === other.table && one.room === other.room;
}

function isProduct({ file, isTest }: Source): boolean {
  return !isTest && !/^db\/(schema|migrations)\//.test(file);
}

function writesOf({ file, text }: Source, tables: Variables, orders: Orders) {
  const variables = imported(text, tables);
  const names = new Set(tables.values());
  const room = roomOf(file, orders) ?? file.split("/", 1)[0] ?? "";
  const written = new Set<string>();
  const unclear: string[] = [];
  for (const [, database, argument = ""] of text.matchAll(drizzleWrite)) {
    const table = tableCalled(argument, variables, tables);
    if (table) written.add(table);
    else if (database) unclear.push(`${file}: name the table that is written, not “${argument}”`);
  }
  for (const [, variable, name] of text.matchAll(sqlWrite)) {
    const table = variable ? tableCalled(variable, variables, tables) : name;
    if (table !== undefined && names.has(table)) written.add(table);
  }
  return { writes: [...written].map((table) => ({ file, room, table })), unclear };
}

/** The table behind an expression: an imported table, or a member with a table's name. */
function tableCalled(expression: string, variables: Variables, tables: Variables): string | undefined {
  if (!expression.includes(".")) return variables.get(expression);
  return tables.get(/^[\w\s?.]*\.\s*(\w+)$/.exec(expression)?.[1] ?? "");
}

/** The tables by their local names in a file. */
function imported(text: string, tables: Variables): Variables {
  const found: Variables = new Map();
  for (const [, members = ""] of text.matchAll(schemaImport))
    for (const member of members.split(",")) {
      const [name = "", alias = name] = member.trim().split(/\s+as\s+/);
      const table = tables.get(name);
      if (table !== undefined) found.set(alias, table);
    }
  return found;
}
