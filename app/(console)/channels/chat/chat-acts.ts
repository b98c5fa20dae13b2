import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import { listSettings } from "#lib/notifications/chat/settings/find-settings";
import { removeSetting } from "#lib/notifications/chat/settings/remove-setting";
import { saveSetting, settingChanged } from "#lib/notifications/chat/settings/save-setting";
import { readSecret, sealSecret } from "#lib/notifications/chat/settings/seal-secret";
import type { Proposed } from "#lib/two-admins/propose-change";
import { chatFacts, chatNames, chatNouns, consequencesOfChat } from "./chat-words.ts";

export const kindField = z.object({ kind: z.enum(["slack_bot", "slack_webhook", "teams_webhook"]) });
const secretField = z.object({ secret: z.string().max(4096) });

/** Saves a bot token or a webhook's URL. The dialog shows its host and its last characters alone. */
export const chatSaving = defineConfirmedAction({
  read: (form) => {
    const { kind } = readForm(kindField, form);
    const { secret } = readForm(secretField, form);
    return { kind, ...readable(() => readSecret({ kind, secret, config: runtime().config })) };
  },
  look: async (viewer, { kind }) => {
    const before = (await listSettings(runtime().db, { viewer })).get(kind);
    return { seenId: before?.id ?? null };
  },
  name: ({ kind }) => `chat/save/${kind}`,
  question: ({ kind, host, endsWith }, { seenId }) => ({
    title: `${seenId === null ? "Set up" : "Replace"} ${chatNames[kind]}?`,
    facts: chatFacts({ host, endsWith }),
    consequences: consequencesOfChat(kind, host),
    confirm: `${seenId === null ? "Set up" : "Replace"} ${chatNouns[kind]}`,
  }),
  run: async (actor, { kind, secret }, { seenId }, confirmedWith): Promise<Proposed | undefined> => {
    const { db, secret: masterSecret, config, clock } = runtime();
    const now = clock();
    const setting = sealSecret({ kind, secret, config }, { masterSecret, now });
    const saved = await saveSetting(db, { actor, confirmedWith, setting, seenId, now });
    return "proposalId" in saved ? saved : undefined;
  },
});

export const chatRemoval = defineConfirmedAction({
  read: (form) => readForm(kindField, form),
  look: async (viewer, { kind }) => {
    const setting = (await listSettings(runtime().db, { viewer })).get(kind);
    if (!setting) throw settingChanged(kind);
    return { settingId: setting.id, host: setting.host, endsWith: setting.endsWith };
  },
  name: ({ kind }, { settingId }) => `chat/remove/${kind}/${settingId}`,
  question: ({ kind }, { host, endsWith }) => ({
    title: `Remove ${chatNames[kind]}?`,
    facts: chatFacts({ host, endsWith }),
    consequences: ["Deletes its secret. Messages that aren't sent yet are dropped."],
    confirm: `Remove ${chatNouns[kind]}`,
    isDestructive: true,
  }),
  run: async (actor, _, { settingId }) => {
    const { db, clock } = runtime();
    await removeSetting(db, { actor, settingId, now: clock() });
  },
});

/** The fault of a secret that can't be used, next to its field. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof CountersignError && thrown.code === "invalid_input")
      throw new FormFault({ secret: thrown.userMessage });
    throw thrown;
  }
}
