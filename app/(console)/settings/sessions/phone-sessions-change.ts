import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { readForm } from "#app/web/forms/run-action";
import { counted } from "#components/text/plural.ts";
import { signOut } from "#lib/provisioning/sso/sign-out";
import { changePhoneSessions, phoneSessionBounds } from "#lib/sessions/phone-sessions";
import { issueTerminalCode } from "#lib/sessions/terminals";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";

const { min, max } = phoneSessionBounds;
const error = `enter a whole number of days, from ${min} to ${max}`;
const change = z.object({
  days: z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }),
});

/** Changes the length of phone sessions. More time takes a passkey. Less time does not. */
export const phoneSessionsChange = defineConfirmedAction({
  name: "workspace/phone-sessions",
  roles: ["admin"],
  refreshes: ["/settings/sessions"],
  read: change,
  look: async (_, __, { db }) => ({ before: await findPhoneSessionDays(db) }),
  about: ({ days }) => [days],
  isFast: ({ days }, { before }) => days <= before,
  question: ({ days }, { before }) => ({
    title: "Extend phone sessions?",
    facts: [fact("Days without use", `${counted(days, "day")}, currently ${before}`)],
    consequences: [
      `A lost, unlocked phone can show pending requests for ${counted(days, "day")}.`,
      "Approving still takes a passkey. Denying doesn't.",
    ],
    confirm: "Extend sessions",
  }),
  run: async (db, by, { days }, { before }) => {
    const confirmedFrom = by.confirmedWith ? before : undefined;
    await changePhoneSessions(db, { ...by, days, confirmedFrom });
  },
});

export const sessionEnd = defineAct({
  name: "session/end",
  roles: "everyone",
  refreshes: ["/settings/sessions"],
  perform: async ({ personId }, form) => {
    const { db, clock } = runtime();
    const { session } = readForm(z.object({ session: z.string().min(1).max(128) }), form);
    await signOut(db, { personId, sessionHash: session, now: clock() });
  },
});

/** Creates a code for `countersign login`, shown once. */
export const terminalCode = defineAct({
  name: "session/terminal",
  roles: ["approver", "admin"],
  refreshes: [],
  perform: async (actor) => {
    const { db, clock } = runtime();
    const { code, expiresAt } = await issueTerminalCode(db, { actor, now: clock() });
    return { code, expiresAt: expiresAt.toISOString() };
  },
});
