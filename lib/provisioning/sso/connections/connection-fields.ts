import { z } from "zod";
import { roleSet } from "#lib/people/person-fields";
import { hiddenCharacter, singleLine } from "#lib/text/single-line";

const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*\.)[a-z0-9-]+(\.[a-z0-9-]+)*$/, { error: "Enter domains such as example.com" });

const groupRoles = z
  .array(
    z.object({
      group: z
        .string()
        .min(1, { error: "Each line must be: group = roles" })
        .max(256)
        .refine((text) => hiddenCharacter(text) === undefined, {
          error: "A group name contains a hidden character. Type it again.",
        }),
      roles: roleSet,
    }),
  )
  .max(100);

/** The issuer in the provider's spelling. `refuseInsecure`, with our own origin, decides about http. */
export const issuerUrl = z
  .url({ protocol: /^https?$/, error: "Enter an issuer URL, for example https://login.example.com" })
  .max(512)
  .refine((text) => !/[?#]/.test(text), { error: "The URL can't contain a query or fragment" });

/** An admin's settings of a connection, from the form. */
export const connectionFields = z
  .object({
    name: singleLine(60, "Enter a name"),
    clientId: singleLine(256, "Enter a client ID"),
    scopes: z.string().max(500).transform(wordsOf),
    domains: z
      .string()
      .transform(wordsOf)
      .pipe(z.array(domainName).min(1, { error: "Enter at least one domain" }).max(50)),
    justInTime: z.boolean(),
    justInTimeRoles: z.array(z.enum(["approver", "auditor"])),
    groupClaim: z
      .string()
      .trim()
      .max(128)
      .transform((text) => text || null),
    groupRoles: z.string().max(20_000).transform(groupLines).pipe(groupRoles),
  })
  .refine(({ justInTime, justInTimeRoles }) => !justInTime || justInTimeRoles.length > 0, {
    path: ["justInTimeRoles"],
    error: "Select at least one default role",
  })
  .refine(({ groupClaim, groupRoles }) => groupClaim !== null || groupRoles.length === 0, {
    path: ["groupClaim"],
    error: "Enter the claim that contains groups",
  });

/** A connection's settings without issuer, secret and state. */
export type ConnectionSettings = z.output<typeof connectionFields>;

/** Words between commas or white space, each once. */
function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

/** Lines of `group = role, role`. Group names may contain `=`: the last divides. */
export function groupLines(text: string): { group: string; roles: string[] }[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const divider = line.lastIndexOf("=");
    return {
      group: line.slice(0, Math.max(0, divider)).trim(),
      roles: wordsOf(line.slice(divider + 1).toLowerCase()),
    };
  });
}

/** The settings that decide who signs in with which roles, for the audit log, without the secret. */
export function settingsFacts(settings: ConnectionSettings): Record<string, unknown> {
  return {
    client_id: settings.clientId,
    scopes: settings.scopes,
    domains: settings.domains,
    just_in_time: settings.justInTime,
    just_in_time_roles: settings.justInTimeRoles,
    group_claim: settings.groupClaim,
    group_roles: settings.groupRoles,
  };
}
