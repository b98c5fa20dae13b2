import { type Context, Hono } from "hono";
import { runtime } from "#app/runtime/runtime";
import {
  createScimGroup,
  type GroupChange,
  patchGroup,
  replaceGroup,
} from "#lib/provisioning/scim/change-group";
import { deleteScimGroup } from "#lib/provisioning/scim/delete-group";
import {
  findGroupRow,
  type GroupRow,
  groupResource,
  listScimGroups,
  membersOfGroups,
} from "#lib/provisioning/scim/group-row";
import type { Resource } from "#lib/provisioning/scim/users/user-resource";
import type { ScimEnv } from "./client.ts";
import { isSent, readBody, readProjection, readQuery } from "./reading.ts";
import { scimBase, sendPage, sendResource } from "./sending.ts";

/** Groups of approvers, as a directory sees them. */
export const groups = new Hono<ScimEnv>();

const verbs = { PATCH: patchGroup, PUT: replaceGroup };

groups.get("/Groups", async (c) => {
  const page = await listScimGroups(runtime().db, readQuery(c));
  return sendPage(c, { ...page, items: await shown(c, page.items) });
});

groups.post("/Groups", async (c) => {
  const { db, clock } = runtime();
  const body = await readBody(c);
  return send(c, await createScimGroup(db, { client: c.var.client, body, now: clock() }), 201);
});

groups.get("/Groups/:id", async (c) => send(c, await findGroupRow(runtime().db, c.req.param("id"))));

groups.on(["PATCH", "PUT"], "/Groups/:id", async (c) => {
  const { db, clock } = runtime();
  const change: GroupChange = {
    client: c.var.client,
    groupId: c.req.param("id"),
    body: await readBody(c),
    ifMatch: c.req.header("if-match"),
    now: clock(),
  };
  return send(c, await verbs[c.req.method as "PATCH" | "PUT"](db, change));
});

groups.delete("/Groups/:id", async (c) => {
  const { db, clock } = runtime();
  const groupId = c.req.param("id");
  const ifMatch = c.req.header("if-match");
  await deleteScimGroup(db, { client: c.var.client, groupId, ifMatch, now: clock() });
  return c.body(null, 204);
});

async function send(c: Context<ScimEnv>, row: GroupRow, status: 200 | 201 = 200): Promise<Response> {
  const [group] = await shown(c, [row]);
  return sendResource(c, group ?? groupResource(row, scimBase()), status);
}

/** Groups with their members. Members are loaded only when sent: a group can have very many. */
async function shown(c: Context<ScimEnv>, rows: GroupRow[]): Promise<Resource[]> {
  const withMembers = isSent("members", readProjection(c));
  const ids = withMembers ? rows.map(({ id }) => id) : [];
  const members = await membersOfGroups(runtime().db, ids);
  return rows.map((row) => groupResource(row, scimBase(), members.get(row.id)));
}
