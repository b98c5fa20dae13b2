import { and, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { type PersonStatus, people } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";

/** Subject identifiers (RFC 9493) that can be somebody here. A complex subject (SSF 1.0, section 3.1) names its user. */
const subject = z.union([
  z.object({ format: z.literal("email"), email: z.string() }),
  z.object({ format: z.literal("iss_sub"), iss: z.string(), sub: z.string() }),
  z.object({ format: z.literal("opaque"), id: z.string() }),
]);
const complex = z.object({ user: subject });

export interface Subject {
  id: string;
  status: PersonStatus;
}

/**
 * Whom an event is about: by address, by the transmitter's own name for them (the account they sign in with,
 * or the external id that a directory gave), or by our id.
 * @returns undefined for nobody we know, or in no form that we read
 */
export async function findSubject(
  tx: Transaction,
  { issuer, identifier }: { issuer: string; identifier: unknown },
): Promise<Subject | undefined> {
  const named = complex.safeParse(identifier);
  const read = subject.safeParse(named.success ? named.data.user : identifier);
  const condition = read.success ? conditionFor(read.data, issuer) : undefined;
  if (!condition) return undefined;
  const found = await tx
    .select({ id: people.id, status: people.status })
    .from(people)
    .where(and(condition, ne(people.status, "left")))
    .limit(2);
  // A name that two have is nobody's.
  return found.length === 1 ? found[0] : undefined;
}

function conditionFor(identifier: z.output<typeof subject>, issuer: string): SQL | undefined {
  if (identifier.format === "email") return sql`lower(${people.email}) = lower(${identifier.email})`;
  if (identifier.format === "opaque") return eq(people.id, identifier.id);
  // Another issuer's names are not this transmitter's to speak of.
  if (identifier.iss !== issuer) return undefined;
  const linked = sql`select 1 from ${accounts} a join ${ssoConnections} c on c.id = a.provider
    where a.user_id = ${people.id} and c.issuer = ${issuer} and a.provider_account_id = ${identifier.sub}`;
  return or(sql`exists (${linked})`, eq(people.externalId, identifier.sub));
}
