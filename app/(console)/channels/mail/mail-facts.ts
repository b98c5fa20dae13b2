import type { MailSecurity } from "#db/schema/mail";
import type { MailSettings } from "#lib/notifications/mail/settings-fields";

const securityWords: Record<MailSecurity, string> = { starttls: "STARTTLS", tls: "TLS", none: "None" };

/** The settings of the mail server for a confirmation. */
export function mailFacts(settings: MailSettings): { label: string; value: string }[] {
  return [
    { label: "Server", value: serverOf(settings) },
    { label: "Encryption", value: securityWords[settings.security] },
    { label: "User name", value: settings.userName ?? "None" },
    { label: "From", value: `${settings.fromName} <${settings.fromAddress}>` },
  ];
}

export function serverOf({ host, port }: MailSettings): string {
  return `${host}, port ${port}`;
}
