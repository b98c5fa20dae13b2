import { isIP } from "node:net";
import { z } from "zod";
import type { Config } from "#lib/kernel/config";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { emailAddress } from "#lib/text/email-address";
import { singleLine } from "#lib/text/single-line";

const portError = "enter a port from 1 to 65535";

/** A host name in the URL parser's spelling: one server, one name. */
const mailHost = z
  .string()
  .trim()
  .max(253)
  .transform((text, context) => {
    const url = `https://${isIP(text) === 6 ? `[${text}]` : text}`;
    if (/^[\w.:-]+$/.test(text) && URL.canParse(url) && new URL(url).port === "")
      return new URL(url).hostname.replace(/^\[|\]$/g, "");
    context.addIssue({ code: "custom", message: "enter a host name, for example smtp.example.com" });
    return z.NEVER;
  });

export const mailFields = z.object({
  host: mailHost,
  port: z.coerce
    .number({ error: portError })
    .int({ error: portError })
    .min(1, { error: portError })
    .max(65535, { error: portError }),
  security: z.enum(["starttls", "tls", "none"]),
  userName: z
    .string()
    .trim()
    .max(256)
    .transform((text) => text || null)
    .pipe(singleLine(256).nullable()),
  fromAddress: emailAddress,
  fromName: singleLine(80, "Enter a name"),
});

/** The settings of the mail server without the password. */
export type MailSettings = z.output<typeof mailFields>;

/** Whether mail goes to the same account: only then is the password kept, and no one else involved. */
export function isSamePlace(one: MailSettings, other: MailSettings): boolean {
  return one.host === other.host && one.port === other.port && one.userName === other.userName;
}

/** Whether mail may be unencrypted: to this machine, from a Countersign on a loopback address. */
export function mayBePlain(host: string, { origin }: Pick<Config, "origin">): boolean {
  const isLocal = isLoopbackHost(host) || host === "::1";
  return isLocal && isLoopbackHost(new URL(origin).hostname);
}
