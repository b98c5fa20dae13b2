import { z } from "zod";
import { roleSet } from "#lib/directory/person-fields";
import { hiddenCharacter, lineOfText } from "#lib/line-of-text";
import { groupLines, wordsOf } from "./group-lines.ts";

const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*\.)[a-z0-9-]+(\.[a-z0-9-]+)*$/, { error: "each must be a domain, such as example.com" });

const groupRoles = z
  .array(
    z.object({
      group: z
        .string()
        .min(1, { error: "each line is a group, an equals sign and roles" })
        .max(256)
        .refine((text) => hiddenCharacter(text) === undefined, {
          error: "a group's name has a hidden character: type it anew",
        }),
      roles: roleSet,
    }),
  )
  .max(100);

/** The issuer as the provider names it. Whether http will do is for `refuseInsecure`, which knows our own origin. */
export const issuerUrl = z
  .url({ protocol: /^https?$/, error: "must be the issuer's address, such as https://login.example.com" })
  .max(512)
  .refine((text) => !/[?#]/.test(text), { error: "must have no query and no fragment" });

/** What an admin decides about a connection, as the form sends it. */
export const connectionFields = z
  .object({
    name: lineOfText(60),
    clientId: lineOfText(256),
    scopes: z.string().max(500).transform(wordsOf),
    domains: z
      .string()
      .transform(wordsOf)
      .pipe(z.array(domainName).min(1, { error: "name at least one domain" }).max(50)),
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
    error: "choose at least one role for new people",
  })
  .refine(({ groupClaim, groupRoles }) => groupClaim !== null || groupRoles.length === 0, {
    path: ["groupClaim"],
    error: "name the claim that the groups come in",
  });

/** A connection's settings without its issuer, secret and state. */
export type ConnectionSettings = z.output<typeof connectionFields>;
