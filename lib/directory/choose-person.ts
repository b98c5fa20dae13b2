import type postgres from "postgres";
import type { Database } from "#db/client";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { emailKey } from "#lib/email-address";
import { CountersignError } from "#lib/errors";
import { isId } from "#lib/ids";

/** Among whom: `approvers` are those who can own agents and decide, for those who name one; `everybody` is for admins and auditors. */
export type Among = "approvers" | "everybody";

interface Look {
  viewer: Viewer;
  among: Among;
  text: string;
}

export interface Suggestion {
  id: string;
  name: string;
  email: string;
  /** What {@link choosePerson} takes for them. */
  text: string;
}

const mostSuggested = 10;

/**
 * The first people, by name, whose name or e-mail address has the text in it, each as the text that {@link choosePerson} takes for them.
 * @throws {CountersignError} `not_found` for whoever has no part in it.
 */
export async function suggestPeople(db: Database, { viewer, among, text }: Look): Promise<Suggestion[]> {
  mayLook(viewer, among);
  return db.$client<Suggestion[]>`${suggestionQuery(db.$client, among, text)}`;
}

/** The query of {@link suggestPeople}: from the index on the name, until enough are found. */
export function suggestionQuery(sql: postgres.Sql, among: Among, text: string) {
  return sql`
    select p.id, p.name, p.email, ${shown(sql)} as text from people p
    where ${which(sql, among)} and strpos(lower(${shown(sql)}), lower(${text})) > 0
    order by p.name, p.id limit ${mostSuggested}`;
}

/**
 * Who is meant by a text: an id, an e-mail address, a suggestion as it stands, or a name that only one person has. A name alone that several
 * have is nobody's: whoever chooses an owner must not get a namesake. An id is taken as it is: whoever acts on it looks at who that is.
 * @returns their id. @throws {CountersignError} `invalid_input`, in words for beside the field; `not_found`
 */
export async function choosePerson(db: Database, { viewer, among, text }: Look): Promise<string> {
  mayLook(viewer, among);
  if (isId("per", text)) return text;
  const email = /(?:^|\()([^\s()]+@[^\s()]+)\)?$/.exec(text)?.[1];
  const sql = db.$client;
  const found = await sql<{ id: string }[]>`
    select p.id from people p where ${which(sql, among)} and ${
      email === undefined
        ? sql`lower(p.name) = lower(${text})`
        : sql`${isEmail(sql, email)} and (${email === text} or lower(${text}) = lower(${shown(sql)}))`
    } limit 2`;
  const [person, namesake] = found;
  if (person && !namesake) return person.id;
  throw new CountersignError("invalid_input", `${found.length} people are called that`, {
    userMessage: namesake
      ? "More than one person has that name. Select one from the suggestions or enter their email."
      : nobody[among],
  });
}

/** A person as the text that {@link suggestPeople} would have for them; for an id of nobody the id. For admins and auditors. */
export async function personText(
  db: Database,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<string> {
  mayLook(viewer, "everybody");
  const sql = db.$client;
  const [row] = await sql<{ text: string }[]>`select ${shown(sql)} as text from people p where p.id = ${id}`;
  return row?.text ?? id;
}

const nobody: Record<Among, string> = {
  approvers: "No active approver has that name. Select one from the suggestions or enter their email.",
  everybody: "No one has that name. Select one from the suggestions or enter their email.",
};

function mayLook(viewer: Viewer, among: Among): void {
  if (among === "approvers") requireRole(viewer, "admin", "approver");
  else requireRole(viewer, "admin", "auditor");
}

function which(sql: postgres.Sql, among: Among) {
  return among === "approvers" ? sql`p.status = 'active' and 'approver' = any(p.roles)` : sql`true`;
}

// Addresses from before they had to be ASCII are chosen exactly as they are (lib/email-address.ts).
function isEmail(sql: postgres.Sql, email: string) {
  const key = emailKey(email);
  return key === undefined ? sql`p.email = ${email}` : sql`lower(p.email collate "C") = ${key}`;
}

/** The e-mail address is everybody's own; names are not. */
function shown(sql: postgres.Sql) {
  return sql`(p.name || ' (' || p.email || ')')`;
}
