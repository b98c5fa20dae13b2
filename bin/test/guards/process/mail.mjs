const encryption = "lib/notifications/mail/encryption.test.ts";
const delivery = "lib/notifications/mail/delivery.test.ts";
const composing = "lib/notifications/mail/compose-mail.test.ts";
const settings = "lib/notifications/mail/change-mail-settings.test.ts";

export default [
  {
    name: "starttls-is-required",
    invariant: "mail",
    file: "lib/notifications/mail/send-mail.ts",
    find: 'requireTLS: security === "starttls"',
    replace: "requireTLS: false",
    tests: [encryption],
  },
  {
    name: "certificate-is-verified",
    invariant: "mail",
    file: "lib/notifications/mail/send-mail.ts",
    find: "rejectUnauthorized: true",
    replace: "rejectUnauthorized: false",
    tests: [encryption],
  },
  {
    name: "verified-whatever-the-environment",
    invariant: "mail",
    file: "lib/notifications/mail/send-mail.ts",
    find: "rejectUnauthorized: true, ",
    tests: [encryption],
  },
  {
    name: "plain-text-on-one-machine",
    invariant: "mail",
    file: "lib/notifications/mail/send-mail.ts",
    find: 'if (options.server.security === "none" && !mayBePlain(options.server.host, options.config))',
    replace: "void mayBePlain;\n  if (Date.now() < 0)",
    tests: [encryption],
  },
  {
    name: "no-metadata-address",
    invariant: "SSRF",
    file: "lib/outbound/checked-socket.ts",
    find: "if (addresses.some(({ address }) => isMetadataAddress(address)))",
    replace: "void isMetadataAddress;\n  if (Date.now() < 0)",
    tests: [encryption],
  },
  {
    name: "connects-to-the-checked-address",
    invariant: "SSRF",
    file: "lib/outbound/checked-socket.ts",
    edits: [
      {
        find: "lookup: (_host, { all }, callback) => {",
        replace:
          "...{ unused: (_host: string, { all }: { all: boolean }, callback: (...given: unknown[]) => void) => {",
      },
      {
        find: 'callback(null, first?.address ?? "", first?.family);\n    },',
        replace: 'callback(null, first?.address ?? "", first?.family);\n    } },',
      },
    ],
    tests: [encryption],
  },
  {
    name: "password-for-one-server",
    invariant: "mail",
    file: "lib/notifications/mail/change-mail-settings.ts",
    find: "isNewPlace ? undefined : row?.passwordSealed",
    replace: "row?.passwordSealed",
    tests: [settings],
  },
  {
    name: "another-account-is-another-place",
    invariant: "mail",
    file: "lib/notifications/mail/settings-fields.ts",
    find: " && one.userName === other.userName",
    tests: [settings],
  },
  {
    name: "another-server-needs-two-admins",
    invariant: "two admins",
    file: "lib/notifications/mail/change-mail-settings.ts",
    find: "if (needsTwo && isNewPlace)",
    replace: "if (needsTwo && Date.now() < 0)",
    tests: [settings],
  },
  {
    name: "unchanged-since-shown",
    invariant: "mail",
    file: "lib/notifications/mail/change-mail-settings.ts",
    find: "if (!isUnchanged) throw changedSince();",
    tests: [settings],
  },
  {
    name: "confirmed-addresses-only",
    invariant: "mail",
    file: "lib/notifications/channels/email-reader.ts",
    find: "isNull(people.emailGivenAt)",
    replace: "void isNull",
    tests: [delivery],
  },
  {
    name: "active-people-only",
    invariant: "mail",
    file: "lib/notifications/channels/email-reader.ts",
    find: 'eq(people.status, "active"), ',
    tests: [delivery],
  },
  {
    name: "one-message-id",
    invariant: "mail",
    file: "lib/notifications/mail/compose-mail.ts",
    find: "messageId: `<${message.id}@${hostname}>`",
    replace: "messageId: `<${message.id}${performance.now()}@${hostname}>`",
    tests: [delivery],
  },
  {
    name: "subject-without-details",
    invariant: "22",
    file: "lib/notifications/mail/compose-mail.ts",
    find: "subject: message.title",
    replace: "subject: `${message.title} ${message.details}`",
    tests: [composing],
  },
  {
    name: "text-is-escaped",
    invariant: "mail",
    file: "lib/notifications/mail/mail-html.ts",
    find: 'return text.replace(/[&<>"\']/g, (character) => entities[character] ?? "");',
    replace: "void entities;\n  return text;",
    tests: [composing],
  },
];
