import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { chatIdentities } from "#db/schema/chat";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { type EmailReader, hasConfirmedEmail } from "#lib/notifications/channels/email-reader";
import type { Failure } from "./failures.ts";
import type { SlackApi } from "./slack-api.ts";
import { isUnknownMember } from "./slack-errors.ts";

/** A person without a Slack account is looked up again after this time. */
const unknownSeconds = 24 * 3600;

const found = z.looseObject({ user: z.looseObject({ id: z.string().regex(/^[UW][A-Z0-9]{2,30}$/) }) });

/** People with a confirmed address who aren't unknown to Slack. */
export async function listReachable(
  db: Database | Transaction,
  { personIds, settingId, now }: { personIds: string[]; settingId: string; now: Date },
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const unknown = and(
    eq(chatIdentities.personId, people.id),
    eq(chatIdentities.settingId, settingId),
    eq(chatIdentities.email, people.email),
    isNull(chatIdentities.slackUserId),
    gt(chatIdentities.lookedUpAt, addSeconds(now, -unknownSeconds)),
  );
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .leftJoin(chatIdentities, unknown)
    .where(and(inArray(people.id, personIds), hasConfirmedEmail, isNull(chatIdentities.personId)))
    .orderBy(people.id);
  return rows.map(({ id }) => id);
}

/** The Slack member with the person's email: known from this workspace, or looked up now. */
export async function findSlackUser(
  db: Database,
  person: EmailReader,
  { api, settingId, now, signal }: { api: SlackApi; settingId: string; now: Date; signal: AbortSignal },
): Promise<{ slackUserId: string } | { failure: Failure }> {
  const [known] = await db.select().from(chatIdentities).where(eq(chatIdentities.personId, person.id));
  if (known?.slackUserId && known.settingId === settingId && known.email === person.email)
    return { slackUserId: known.slackUserId };
  const answer = await api.call("users.lookupByEmail", { form: { email: person.email } }, signal);
  if ("failure" in answer) {
    if (isUnknownMember(answer.code)) await storeIdentity(db, person, { settingId, slackUserId: null, now });
    return answer;
  }
  const parsed = found.safeParse(answer.body);
  if (!parsed.success) return { failure: { outcome: "refused", reason: "Slack's answer can't be read." } };
  const slackUserId = parsed.data.user.id;
  await storeIdentity(db, person, { settingId, slackUserId, now });
  return { slackUserId };
}

/** Stores Slack's answer about an address; null without an active member. */
export async function storeIdentity(
  db: Database,
  { id: personId, email }: EmailReader,
  { now, ...identity }: { settingId: string; slackUserId: string | null; now: Date },
): Promise<void> {
  const row = { personId, email, ...identity, lookedUpAt: now };
  await db
    .insert(chatIdentities)
    .values(row)
    .onConflictDoUpdate({ target: chatIdentities.personId, set: row });
}
