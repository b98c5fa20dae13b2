import { and, eq, inArray, isNotNull, ne, or, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type PersonStatus, people } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { hasEmail } from "#lib/text/email-address";
import { readIdentifier, type SubjectName } from "./read-identifier.ts";

export interface Subject {
  id: string;
  status: PersonStatus;
}

export interface Finding {
  /** The event's person; undefined when the names match no person here, or several. */
  subject: Subject | undefined;
  /** The IDs of several matching people. */
  candidates: string[];
}

/**
 * Finds an event's person: by email, by the event source's own name for the person (the account for
 * sign-in, or the external ID from a directory), or by our ID. All names have to match the same
 * person. Two directories may give two people the same external ID, also with a stolen token: then
 * the event suspends neither, and the caller notifies the admins.
 */
export async function findSubject(
  tx: Transaction,
  { issuer, identifier }: { issuer: string; identifier: unknown },
): Promise<Finding> {
  const found = new Map<string, Subject>();
  for (const name of readIdentifier(identifier))
    for (const subject of await findNamed(tx, name, issuer)) found.set(subject.id, subject);
  const [subject] = found.values();
  return found.size > 1 ? { subject: undefined, candidates: [...found.keys()] } : { subject, candidates: [] };
}

async function findNamed(tx: Transaction, name: SubjectName, issuer: string): Promise<Subject[]> {
  if (name.by === "email") return select(tx, hasAddress(name.email));
  if (name.by === "id") return select(tx, eq(people.id, name.id));
  // This event source cannot use a foreign issuer's names.
  if (!sameIssuer(name.iss, issuer)) return [];
  const linked = await select(tx, await hasAccount(tx, issuer, name.sub));
  // A sign-in proved the account's owner, whatever a directory names another person.
  return linked.length > 0 ? linked : select(tx, eq(people.externalId, name.sub));
}

/** Also the previous address while a change is unconfirmed: an alarm must not miss the person. */
function hasAddress(email: string): SQL | undefined {
  return or(
    hasEmail(people.email, email),
    and(hasEmail(people.emailBefore, email), isNotNull(people.emailGivenAt)),
  );
}

async function hasAccount(tx: Transaction, issuer: string, sub: string): Promise<SQL> {
  const connections = await tx
    .select({ id: ssoConnections.id, issuer: ssoConnections.issuer })
    .from(ssoConnections);
  const ids = connections.filter((connection) => sameIssuer(connection.issuer, issuer)).map(({ id }) => id);
  const owners = tx
    .select({ id: accounts.userId })
    .from(accounts)
    .where(and(inArray(accounts.provider, ids), eq(accounts.providerAccountId, sub)));
  return inArray(people.id, owners);
}

function select(tx: Transaction, which: SQL | undefined): Promise<Subject[]> {
  return tx
    .select({ id: people.id, status: people.status })
    .from(people)
    .where(and(which, ne(people.status, "left")))
    .limit(2);
}

/**
 * Whether two texts name one issuer: `https://IdP.example:443` and `https://idp.example/` do (RFC
 * 3986, section 6.2). Scheme, host and port in normal form, without one final slash; the path with
 * its case.
 */
export function sameIssuer(one: string, other: string): boolean {
  if (one === other) return true;
  const place = placeOf(one);
  return place !== undefined && place === placeOf(other);
}

// No query, no fragment, no user: an issuer has none (OpenID Connect Discovery 1.0, section 2). The
// path stays out of `URL`, which would resolve it.
const address = /^(https?:\/\/[^/\\?#@\s]+)(\/[^\\?#\s]*)?$/i;

function placeOf(issuer: string): string | undefined {
  const [, origin = "", path = ""] = address.exec(issuer) ?? [];
  if (!URL.canParse(origin)) return undefined;
  return new URL(origin).origin + path.replace(/\/$/, "");
}
