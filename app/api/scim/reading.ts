import type { Context } from "hono";
import { readBytes } from "#app/api/edge/body";
import type { Json } from "#lib/json/canonical";
import { parseIJson } from "#lib/json/parse";
import { maximumResults, type PageRequest } from "#lib/provisioning/scim/page";
import { scimFault } from "#lib/provisioning/scim/scim-fault";

const mediaTypes = ["application/scim+json", "application/json"];
/** A group of ten thousand is a body of well under a mebibyte. */
const maximumBytes = 1024 * 1024;

/** The body, read strictly. @throws {CountersignError} `invalid_json`, and as `readBytes` */
export async function readBody(c: Context): Promise<Json> {
  return parseIJson(await readBytes(c, maximumBytes, mediaTypes));
}

/** Filter and page of a query (RFC 7644, section 3.4.2). @throws {CountersignError} `invalid_body` */
export function readQuery(c: Context): PageRequest & { filter?: string } {
  const filter = c.req.query("filter");
  return {
    startIndex: wholeNumber(c, "startIndex", 1),
    count: wholeNumber(c, "count", maximumResults),
    ...(filter === undefined ? {} : { filter }),
  };
}

/** The attributes a client asked for, or asked to leave out. Names are lower-case. */
export interface Projection {
  only?: string[];
  without: string[];
}

/** `attributes` and `excludedAttributes` (RFC 7644, section 3.9). Of parts, the whole is sent. */
export function readProjection(c: Context): Projection {
  const names = (parameter: string) => {
    const list = c.req.query(parameter)?.split(",") ?? [];
    return list.map((name) => name.trim().toLowerCase()).filter((name) => name !== "");
  };
  const only = names("attributes");
  return { ...(only.length > 0 ? { only } : {}), without: names("excludedAttributes") };
}

/** A resource with what was asked for. */
export function project(body: Record<string, unknown>, projection: Projection): object {
  return Object.fromEntries(Object.entries(body).filter(([name]) => isSent(name, projection)));
}

/** Whether the response includes an attribute. `id` and `schemas` are always included. */
export function isSent(name: string, { only, without }: Projection): boolean {
  const key = name.toLowerCase();
  if (key === "id" || key === "schemas") return true;
  const isAskedFor = !only || only.some((asked) => asked === key || asked.startsWith(`${key}.`));
  return isAskedFor && !without.includes(key);
}

function wholeNumber(c: Context, parameter: string, otherwise: number): number {
  const text = c.req.query(parameter);
  if (text === undefined) return otherwise;
  if (/^[+-]?\d{1,9}$/.test(text)) return Number(text);
  throw scimFault("invalidValue", `${parameter} must be a whole number.`);
}
