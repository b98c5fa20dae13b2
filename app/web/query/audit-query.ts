import { z } from "zod";
import { idField } from "#app/web/forms/id-field";
import { auditEventTypes } from "#lib/audit/event-types";
import type { AuditFilter } from "#lib/audit/filter";

/** What an ID is of, and where to find it. */
const idWords = {
  per: "the ID of a person, which is in the address of their page",
  agt: "the ID of an agent, which is in the address of its page",
  req: "a request's ID from its Technical details",
};

/** The URL parameters of the audit page and of the export. An empty field is not a filter. */
export const auditQuerySchema = z
  .object({
    person: id("per"),
    agent: id("agt"),
    request: id("req"),
    type: optional(z.enum(auditEventTypes, "Unknown event type")),
    from: optional(moment()),
    to: optional(moment()),
  })
  .refine(({ from, to }) => !from || !to || from < to, "From must be earlier than Before")
  .transform((query): AuditFilter => query);

/** The query as URL text, without empty values. */
export function auditQueryText(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(given).toString();
}

function id(prefix: "per" | "agt" | "req") {
  const wanted = idField(prefix, `Paste ${idWords[prefix]}. It starts with ${prefix}_.`);
  return optional(z.string().trim().pipe(wanted));
}

/** A day, a browser's date and time, or RFC 3339. Without a zone, UTC, as on the screens. */
function moment() {
  return z.string().transform((text, context) => {
    const match =
      /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
    const date = new Date(match ? `${match[1]}T${match[2] ?? "00:00"}${match[3] ?? "Z"}` : Number.NaN);
    if (!Number.isNaN(date.getTime())) return date;
    context.addIssue({ code: "custom", message: "Must be a date and time, for example 2026-11-24T14:05" });
    return z.NEVER;
  });
}

function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
}
