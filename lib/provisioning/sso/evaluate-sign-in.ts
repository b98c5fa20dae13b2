import { and, eq, ne, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type PersonStatus, people, type Role } from "#db/schema/directory";
import { activeAdmin } from "#lib/people/active";
import { effectiveEmail } from "#lib/people/effective-email";
import { asciiLowerCase, domainOf, hasEmail, lowerAscii } from "#lib/text/email-address";
import { type Claims, rolesFromGroups, verifiedEmail } from "./claims.ts";
import type { Connection } from "./connections/connection.ts";

/** Why a person isn't signed in, for admins and the audit log; visitors see less (`refusalFor`). */
export type RefusalReason =
  | "email_missing"
  | "email_unverified"
  | "domain_unlisted"
  | "unknown_person"
  | "address_is_user_name"
  | "person_suspended"
  | "person_left"
  | "linked_to_other_account"
  | "address_unconfirmed"
  | "groups_unreadable"
  | "no_role";

/** A person in the directory, with current status and roles. */
export interface PersonAccess {
  personId: string;
  email: string;
  /** The email that decides the connection: see `lib/people/effective-email.ts`. */
  effectiveEmail: string;
  status: PersonStatus;
  roles: Role[];
  hasPasskey: boolean;
  isLastAdmin: boolean;
  hasUnconfirmedAddress: boolean;
}

export type Verdict =
  /** Already linked to this account, or to be linked by verified email. */
  | { outcome: "known" | "link"; person: PersonAccess; roles: Role[] }
  | { outcome: "create"; email: string; roles: Role[] }
  | { outcome: "refused"; reason: RefusalReason; person?: PersonAccess; roles?: Role[] };

/**
 * The person and roles of a provider's account, or why it is refused. Reads only, so that tests
 * give the result of signing in; a caller that acts locks the person's row first.
 */
export async function judge(
  db: Database | Transaction,
  connection: Connection,
  claims: Claims,
): Promise<Verdict> {
  const linked = await findLinked(db, connection.id, claims.sub);
  if (linked) return withRoles("known", connection, claims, linked);
  const address = verifiedEmail(claims, connection.issuer);
  if (!address) return { outcome: "refused", reason: "email_missing" };
  if (!address.isVerified) return { outcome: "refused", reason: "email_unverified" };
  if (!connection.domains.includes(domainOf(address.email)))
    return { outcome: "refused", reason: "domain_unlisted" };
  const person = await findByEmail(db, address.email);
  if (!person) {
    const verdict = newcomer(connection, claims, address.email);
    const isTaken = verdict.outcome === "create" && (await isUserName(db, address.email));
    return isTaken ? { outcome: "refused", reason: "address_is_user_name" } : verdict;
  }
  // A person has one account of a provider. A second account with the same address is refused: an
  // admin unlinks the first one before.
  if (await isLinked(db, connection.id, person.personId))
    return { outcome: "refused", reason: "linked_to_other_account", person };
  return withRoles("link", connection, claims, person);
}

function newcomer(connection: Connection, claims: Claims, email: string): Verdict {
  if (!connection.justInTime) return { outcome: "refused", reason: "unknown_person" };
  const given = rolesFromGroups(connection, claims, connection.justInTimeRoles);
  if (!given) return { outcome: "refused", reason: "groups_unreadable" };
  const roles = given.filter((role) => role !== "admin");
  return roles.length === 0 ? { outcome: "refused", reason: "no_role" } : { outcome: "create", email, roles };
}

function withRoles(
  outcome: "known" | "link",
  connection: Connection,
  claims: Claims,
  person: PersonAccess,
): Verdict {
  if (person.status === "suspended") return { outcome: "refused", reason: "person_suspended", person };
  if (person.status === "left") return { outcome: "refused", reason: "person_left", person };
  // The holder of a SCIM token and an account with the email could sign in as this person.
  if (outcome === "link" && person.hasUnconfirmedAddress)
    return { outcome: "refused", reason: "address_unconfirmed", person };
  if (!connection.domains.includes(domainOf(person.effectiveEmail)))
    return { outcome: "refused", reason: "domain_unlisted", person };
  const given = rolesFromGroups(connection, claims, person.roles);
  if (!given) return { outcome: "refused", reason: "groups_unreadable", person };
  // A group makes an admin only of a person with a passkey, which took a link from an admin.
  const mayBeAdmin = person.hasPasskey || person.roles.includes("admin");
  const allowed = given.filter((role) => role !== "admin" || mayBeAdmin);
  // Wrong groups at the provider must not remove the last admin, who could correct the groups.
  const roles: Role[] = person.isLastAdmin && !allowed.includes("admin") ? ["admin", ...allowed] : allowed;
  if (roles.length === 0) return { outcome: "refused", reason: "no_role", person, roles };
  return { outcome, person, roles };
}

const personAccessColumns = {
  personId: people.id,
  email: people.email,
  effectiveEmail,
  status: people.status,
  roles: people.roles,
  // `people.id` as text in both subqueries: drizzle writes a column of the only table without the
  // table's name, and a bare `id` is the inner table's.
  hasPasskey: sql<boolean>`exists (select from passkeys where passkeys.person_id = people.id)`,
  hasUnconfirmedAddress: sql<boolean>`${people.emailGivenAt} is not null`,
  isLastAdmin: sql<boolean>`${activeAdmin(people)} and not exists (
    select from people other where other.id <> people.id and ${activeAdmin("other")})`,
};

async function findLinked(db: Database | Transaction, connectionId: string, sub: string) {
  const [person] = await db
    .select(personAccessColumns)
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.userId))
    .where(and(eq(accounts.provider, connectionId), eq(accounts.providerAccountId, sub)));
  return person;
}

async function findByEmail(db: Database | Transaction, email: string) {
  const [person] = await db.select(personAccessColumns).from(people).where(hasEmail(people.email, email));
  return person;
}

async function isLinked(db: Database | Transaction, connectionId: string, personId: string) {
  const link = and(eq(accounts.provider, connectionId), eq(accounts.userId, personId));
  return (await db.$count(accounts, link)) > 0;
}

/** Whether the email is a directory's name for another person, which links no account. */
async function isUserName(db: Database | Transaction, name: string): Promise<boolean> {
  const folded = asciiLowerCase(name);
  const called = sql`${lowerAscii(sql`coalesce(${people.userName}, ${people.email})`)} = ${folded}`;
  const isOther = sql`${lowerAscii(people.email)} <> ${folded}`;
  return (await db.$count(people, and(called, isOther, ne(people.status, "left")))) > 0;
}
