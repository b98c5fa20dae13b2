import { type Context, Hono } from "hono";
import { maximumResults } from "#lib/provisioning/scim/page";
import { enterpriseUrn, groupUrn, userUrn } from "#lib/provisioning/scim/scim-fault";
import { answer, nothingHere } from "./answer.ts";
import type { ScimEnv } from "./client.ts";
import { schemas } from "./schemas.ts";
import { listUrn, scimBase } from "./sending.ts";

const metaUrn = "urn:ietf:params:scim:schemas:core:2.0";

/** The service's features and attributes (RFC 7644, section 4). */
export const discovery = new Hono<ScimEnv>();

discovery.get("/ServiceProviderConfig", (c) =>
  answer(c, {
    schemas: [`${metaUrn}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: maximumResults },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Provisioning token",
        description: "A bearer token that an admin creates in Settings, Directory sync.",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${scimBase()}/ServiceProviderConfig` },
  }),
);

const resourceTypes = [
  {
    id: "User",
    name: "User",
    endpoint: "/Users",
    description: "People",
    schema: userUrn,
    schemaExtensions: [{ schema: enterpriseUrn, required: false }],
  },
  { id: "Group", name: "Group", endpoint: "/Groups", description: "Groups of approvers", schema: groupUrn },
];

serve("ResourceTypes", "ResourceType", resourceTypes);
serve("Schemas", "Schema", schemas);

/** Serves a fixed list, and each item by its ID. */
function serve(path: string, type: string, items: ({ id: string } & Record<string, unknown>)[]): void {
  const shown = (item: { id: string }) => ({
    schemas: [`${metaUrn}:${type}`],
    ...item,
    meta: { resourceType: type, location: `${scimBase()}/${path}/${item.id}` },
  });
  discovery.get(`/${path}`, (c) => listAnswer(c, items.map(shown)));
  discovery.get(`/${path}/:id`, (c) => {
    const item = items.find(({ id }) => id === c.req.param("id"));
    return item ? answer(c, shown(item)) : nothingHere();
  });
}

function listAnswer(c: Context, items: object[]): Response {
  // A filter on constant data would hide what a client must see (RFC 7644, section 4).
  return answer(c, {
    schemas: [listUrn],
    totalResults: items.length,
    startIndex: 1,
    itemsPerPage: items.length,
    Resources: items,
  });
}
