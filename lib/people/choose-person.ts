import type postgres from "postgres";
import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { emailKey } from "#lib/text/email-address";
import { activeApproverIn } from "./active.ts";

/** `approvers` for an owner or a delegate; `all` people for admins and auditors. */
export type CandidateSet = "approvers" | "all";

interface Look {
  viewer: Viewer;
  among: CandidateSet;
  text: string;
}

export interface Suggestion {
  text: string;
}

const mostSuggested = 10;

/**
 * The first people, by name, with the text in name or email, as {@link choosePerson} reads them.
 * @throws {CountersignError} `not_found` for a viewer who may not search this set.
 */
export async function suggestPeople(db: Database, { viewer, among, text }: Look): Promise<Suggestion[]> {
  mayLook(viewer, among);
  return db.$client<Suggestion[]>`${suggestionQuery(db.$client, among, text)}`;
}

/** The query of {@link suggestPeople}: from the index on the name, until enough are found. */
export function suggestionQuery(sql: postgres.Sql, among: CandidateSet, text: string) {
  return sql`
    select ${shown(sql)} as text from people p
    where ${which(sql, among)} and strpos(lower(${shown(sql)}), lower(${text})) > 0
    order by p.name, p.id limit ${mostSuggested}`;
}

/**
 * Resolves an ID, an email, a suggestion or a unique name to a person's ID: an admin must not
 * choose a namesake. An ID is returned unchecked: the verb that acts on it looks the person up.
 * @throws {CountersignError} `invalid_input`, worded for display next to the field; `not_found`
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
      : notFoundMessages[among],
  });
}

/** A person as {@link suggestPeople} names them, or the unknown id. For admins and auditors. */
export async function personText(
  db: Database,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<string> {
  mayLook(viewer, "all");
  const sql = db.$client;
  const [row] = await sql<{ text: string }[]>`select ${shown(sql)} as text from people p where p.id = ${id}`;
  return row?.text ?? id;
}

const notFoundMessages: Record<CandidateSet, string> = {
  approvers: "No active approver has that name. Select one from the suggestions or enter their email.",
  all: "No one has that name. Select one from the suggestions or enter their email.",
};

function mayLook(viewer: Viewer, among: CandidateSet): void {
  if (among === "approvers") requireRole(viewer, "admin", "approver");
  else requireRole(viewer, "admin", "auditor");
}

function which(sql: postgres.Sql, among: CandidateSet) {
  return among === "approvers" ? activeApproverIn(sql, "p") : sql`true`;
}

// A text that is no email by lib/text/email-address.ts is compared exactly.
function isEmail(sql: postgres.Sql, email: string) {
  const key = emailKey(email);
  return key === undefined ? sql`p.email = ${email}` : sql`lower(p.email collate "C") = ${key}`;
}

/** Email addresses are unique; names are not. */
function shown(sql: postgres.Sql) {
  return sql`(p.name || ' (' || p.email || ')')`;
}
