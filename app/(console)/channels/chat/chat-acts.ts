import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { readField, readForm } from "#app/web/forms/run-action";
import type { ChatKind } from "#db/schema/chat";
import { removeSetting, saveSetting, settingChanged } from "#lib/notifications/chat/change-setting";
import { listSettings } from "#lib/notifications/chat/find-settings";
import { readSecret, sealSecret } from "#lib/notifications/chat/seal-secret";
import { sendTest } from "#lib/notifications/chat/send-test";
import type { Proposed } from "#lib/two-admins/propose-change";
import { chatNames } from "./chat-words.ts";

/** On the dialog's button: "Remove bot". */
const chatNouns: Record<ChatKind, string> = {
  slack_bot: "bot",
  slack_webhook: "webhook",
  teams_webhook: "webhook",
};

const kindField = z.object({ kind: z.enum(["slack_bot", "slack_webhook", "teams_webhook"]) });
const secretField = z.object({ secret: z.string().max(4096) });

/** Saves a bot token or a webhook's URL. The dialog shows only the host and the last characters. */
export const chatSaving = defineConfirmedAction({
  name: "chat/save",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: (form) => {
    const { kind } = readForm(kindField, form);
    const { secret } = readForm(secretField, form);
    return { kind, ...readField("secret", () => readSecret({ kind, secret, config: runtime().config })) };
  },
  look: async (viewer, { kind }, { db }) => {
    const before = (await listSettings(db, { viewer })).get(kind);
    return { seenId: before?.id ?? null };
  },
  about: ({ kind }) => [kind],
  question: ({ kind, host, endsWith }, { seenId }) => ({
    title: `${seenId === null ? "Set up" : "Replace"} ${chatNames[kind]}?`,
    facts: chatFacts({ host, endsWith }),
    consequences: consequencesOfChat(kind, host),
    confirm: `${seenId === null ? "Set up" : "Replace"} ${chatNouns[kind]}`,
  }),
  run: async (db, by, { kind, secret }, { seenId }): Promise<Proposed | undefined> => {
    const { secret: masterSecret, config } = runtime();
    const setting = sealSecret({ kind, secret, config }, { masterSecret, now: by.now });
    const saved = await saveSetting(db, { ...by, setting, seenId });
    return "proposalId" in saved ? saved : undefined;
  },
  proposes: "chat.save",
  proposalWords: ({ kind, host, ends_with, before }) => ({
    title: `${before === null ? "Set up" : "Replace"} the ${chatNames[kind]}`,
    href: "/channels/chat",
    facts: chatFacts({ host, endsWith: ends_with }),
    consequences: consequencesOfChat(kind, host),
  }),
});

export const chatRemoval = defineConfirmedAction({
  name: "chat/remove",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: kindField,
  look: async (viewer, { kind }, { db }) => {
    const setting = (await listSettings(db, { viewer })).get(kind);
    if (!setting) throw settingChanged(kind);
    return { settingId: setting.id, host: setting.host, endsWith: setting.endsWith };
  },
  about: ({ kind }, { settingId }) => [kind, settingId],
  question: ({ kind }, { host, endsWith }) => ({
    title: `Remove ${chatNames[kind]}?`,
    facts: chatFacts({ host, endsWith }),
    consequences: ["Deletes its secret. Messages that aren't sent yet are dropped."],
    confirm: `Remove ${chatNouns[kind]}`,
    isDestructive: true,
  }),
  run: (db, by, _, { settingId }) => removeSetting(db, { ...by, settingId }),
});

/** A passkey confirmed the place before: a session is enough. */
export const chatTest = defineAct({
  name: "chat/test",
  roles: ["admin"],
  refreshes: ["/channels/chat"],
  perform: withFields(kindField, sendTest),
});

function chatFacts({ host, endsWith }: { host: string; endsWith: string }) {
  return [fact("Host", host), fact("Ends with", endsWith)];
}

function consequencesOfChat(kind: ChatKind, host: string): string[] {
  if (kind === "slack_bot")
    return [
      "Slack gets people's email addresses, agents' names and the times of requests.",
      "People with a Slack account get direct messages. Messages only link to Countersign.",
    ];
  return [
    `${host} gets agents' names, the times of requests and the names of people who decide.`,
    "Everyone in the channel can read them. Messages only link to Countersign.",
  ];
}
