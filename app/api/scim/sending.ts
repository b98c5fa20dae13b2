import type { Context } from "hono";
import { runtime } from "#app/runtime/runtime";
import { namesVersion, type Page } from "#lib/provisioning/scim/page";
import type { Resource } from "#lib/provisioning/scim/users/user-resource";
import { answer } from "./answer.ts";
import { project, readProjection } from "./reading.ts";

export const listUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/** Where this SCIM service is. */
export function scimBase(): string {
  return `${runtime().config.origin}/scim/v2`;
}

/** One resource with an entity tag; 304 when the client already has this version. */
export function sendResource(c: Context, { body, location, version }: Resource, status: 200 | 201 = 200) {
  const headers = { etag: version, ...(status === 201 ? { location } : {}) };
  const known = c.req.header("if-none-match");
  if (c.req.method === "GET" && known !== undefined && namesVersion(known, version))
    return c.body(null, 304, headers);
  return answer(c, project(body, readProjection(c)), status, headers);
}

/** A page of resources. */
export function sendPage(c: Context, { totalResults, startIndex, items }: Page<Resource>): Response {
  const projection = readProjection(c);
  return answer(c, {
    schemas: [listUrn],
    totalResults,
    startIndex,
    itemsPerPage: items.length,
    Resources: items.map(({ body }) => project(body, projection)),
  });
}
