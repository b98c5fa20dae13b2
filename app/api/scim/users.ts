import { Hono } from "hono";
import { runtime } from "#app/runtime/runtime";
import {
  deleteUser,
  patchUser,
  replaceUser,
  type UserChange,
} from "#lib/provisioning/scim/users/change-user";
import { createUser } from "#lib/provisioning/scim/users/create-user";
import { listUsers } from "#lib/provisioning/scim/users/list-users";
import { userResource } from "#lib/provisioning/scim/users/user-resource";
import { findUserRow, type UserRow } from "#lib/provisioning/scim/users/user-row";
import type { ScimEnv } from "./client.ts";
import { readBody, readQuery } from "./reading.ts";
import { scimBase, sendPage, sendResource } from "./sending.ts";

/** People, as a directory sees them. */
export const users = new Hono<ScimEnv>();

const shown = (row: UserRow) => userResource(row, scimBase());
const verbs = { PATCH: patchUser, PUT: replaceUser };

users.get("/Users", async (c) => {
  const page = await listUsers(runtime().db, readQuery(c));
  return sendPage(c, { ...page, items: page.items.map(shown) });
});

users.post("/Users", async (c) => {
  const { db, clock } = runtime();
  const body = await readBody(c);
  return sendResource(c, shown(await createUser(db, { client: c.var.client, body, now: clock() })), 201);
});

users.get("/Users/:id", async (c) =>
  sendResource(c, shown(await findUserRow(runtime().db, c.req.param("id")))),
);

users.on(["PATCH", "PUT"], "/Users/:id", async (c) => {
  const { db, clock } = runtime();
  const change: UserChange = {
    client: c.var.client,
    personId: c.req.param("id"),
    body: await readBody(c),
    ifMatch: c.req.header("if-match"),
    now: clock(),
  };
  return sendResource(c, shown(await verbs[c.req.method as "PATCH" | "PUT"](db, change)));
});

users.delete("/Users/:id", async (c) => {
  const { db, clock } = runtime();
  const personId = c.req.param("id");
  const ifMatch = c.req.header("if-match");
  await deleteUser(db, { client: c.var.client, personId, ifMatch, now: clock() });
  return c.body(null, 204);
});
