import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { FormFault, readForm } from "#app/web/forms/run-action";
import type { MailSecurity } from "#db/schema/mail";
import { changeMailSettings, removeMailSettings } from "#lib/notifications/mail/change-mail-settings";
import { sendTestMail } from "#lib/notifications/mail/mail-channel";
import { findMailView, sealPassword } from "#lib/notifications/mail/mail-settings";
import {
  isSamePlace,
  type MailSettings,
  mailFields,
  mayBePlain,
} from "#lib/notifications/mail/settings-fields";
import type { Proposed } from "#lib/two-admins/propose-change";

const passwordField = z.object({ password: z.string().max(1024) });

/** Sets up or changes the mail server. The act covers the settings before and after. */
export const mailChange = defineConfirmedAction({
  name: "mail/change",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: (form) => ({ settings: readSettings(form), password: readForm(passwordField, form).password }),
  look: async (viewer, { settings, password }, { db }) => {
    const before = (await findMailView(db, { viewer }))?.settings ?? null;
    const isSaved = before !== null && isSamePlace(before, settings);
    if (settings.userName !== null && password === "" && !isSaved)
      throw new FormFault({ password: "Enter the password for this server and user name." });
    return { before };
  },
  question: ({ settings, password }, { before }) => ({
    title: before ? "Change the email settings?" : "Set up email?",
    facts: [...mailFacts(settings), fact("Password", passwordWords(settings, password))],
    consequences: consequencesOfMail(before, settings),
    confirm: before ? "Change settings" : "Set up email",
  }),
  run: async (db, by, { settings, password }, { before }): Promise<Proposed | undefined> => {
    const { secret } = runtime();
    const passwordSealed = password === "" ? undefined : sealPassword(secret, password);
    const change = { ...by, before, after: settings, passwordSealed };
    return changeMailSettings(db, change);
  },
  proposes: "mail.change",
  proposalWords: ({ before, after, password_sealed }) => ({
    title: before ? "Change the email settings" : "Set up email",
    href: "/channels/mail",
    facts: [
      fact("Server before", before ? serverOf(before) : "None"),
      ...mailFacts(after),
      fact("Password", password_sealed === null ? "None" : "Entered by the proposing admin"),
    ],
    consequences: consequencesOfMail(before, after),
  }),
});

export const mailRemoval = defineConfirmedAction({
  name: "mail/remove",
  roles: ["admin"],
  refreshes: ["/channels"],
  read: () => ({}),
  question: () => ({
    title: "Remove the email settings?",
    consequences: [
      "No one gets email from Countersign, and emails that aren't sent yet are dropped.",
      "The saved password is deleted.",
    ],
    confirm: "Remove settings",
    isDestructive: true,
  }),
  run: (db, by) => removeMailSettings(db, by),
});

/** Changes nothing and sends only to the admin's own address: a session is enough. */
export const mailTest = defineAct({
  name: "mail/test",
  roles: ["admin"],
  refreshes: [],
  perform: async (actor) => {
    const { db, config, secret, clock } = runtime();
    const result = await sendTestMail(db, { actor, config, secret, now: clock() });
    // Why the mail server didn't accept the test.
    return { sentTo: actor.email, fault: "reason" in result ? result.reason : undefined };
  },
});

function readSettings(form: FormData): MailSettings {
  const settings = readForm(mailFields, form);
  if (settings.security === "none" && !mayBePlain(settings.host, runtime().config))
    throw new FormFault({ security: "Email to another machine must be encrypted." });
  return settings;
}

function passwordWords({ userName }: MailSettings, password: string): string {
  if (userName === null) return "None";
  return password === "" ? "Not changed" : "Replaced";
}

function consequencesOfMail(before: MailSettings | null, after: MailSettings): string[] {
  return [
    "Notifications are sent by email to the people who choose it.",
    ...(before && isSamePlace(before, after)
      ? []
      : [`${after.host} and the operators of mail servers can read these emails.`]),
  ];
}

const securityWords: Record<MailSecurity, string> = { starttls: "STARTTLS", tls: "TLS", none: "None" };

/** The settings of the mail server for a confirmation. */
function mailFacts(settings: MailSettings): { label: string; value: string }[] {
  return [
    fact("Server", serverOf(settings)),
    fact("Encryption", securityWords[settings.security]),
    fact("User name", settings.userName ?? "None"),
    fact("From", `${settings.fromName} <${settings.fromAddress}>`),
  ];
}

function serverOf({ host, port }: MailSettings): string {
  return `${host}, port ${port}`;
}
