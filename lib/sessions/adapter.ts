import type { Adapter, AdapterUser } from "@auth/core/adapters";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { accounts, sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** The adapter's methods that are always there in ours. */
export type AuthAdapter = Adapter &
  Required<
    Pick<
      Adapter,
      | "createSession"
      | "getSessionAndUser"
      | "updateSession"
      | "deleteSession"
      | "getUser"
      | "getUserByAccount"
    >
  >;

/**
 * @auth/core's drizzle adapter on our tables, with two differences: only a session token's hash is
 * stored, so that a copy of the database opens no session; and people are added by invitation,
 * never by an identity provider's word.
 */
export function authAdapter(db: Database | Transaction): AuthAdapter {
  const adapter = DrizzleAdapter(db, {
    usersTable: people,
    accountsTable: accounts,
    sessionsTable: sessions,
  }) as AuthAdapter;
  return {
    ...adapter,
    async createUser(): Promise<AdapterUser> {
      throw new CountersignError("not_entitled", "people are invited, not created by signing in", {
        userMessage: "You don't have an account here. Ask an admin to invite you.",
      });
    },
    async createSession(session) {
      await adapter.createSession({ ...session, sessionToken: tokenHash(session.sessionToken) });
      return session;
    },
    async getSessionAndUser(sessionToken) {
      const found = await adapter.getSessionAndUser(tokenHash(sessionToken));
      if (!found || !(await isActive(db, found.user.id))) return null;
      return { ...found, session: { ...found.session, sessionToken } };
    },
    async updateSession(session) {
      const updated = await adapter.updateSession({
        ...session,
        sessionToken: tokenHash(session.sessionToken),
      });
      return updated && { ...updated, sessionToken: session.sessionToken };
    },
    async deleteSession(sessionToken) {
      await adapter.deleteSession(tokenHash(sessionToken));
    },
  };
}

async function isActive(db: Database | Transaction, personId: string): Promise<boolean> {
  const found = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.status, "active")));
  return found.length > 0;
}
