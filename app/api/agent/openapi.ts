import { Hono } from "hono";
import { openApiDocument } from "#app/api/openapi/document";
import { runtime } from "#app/runtime/runtime";

/**
 * `GET /api/openapi.json`: the wire, for generators and test tools. `/docs` is the same for people.
 */
export const openapi = new Hono();

openapi.get("/api/openapi.json", (c) =>
  c.json(openApiDocument(runtime().config.origin), 200, { "cache-control": "public, max-age=300" }),
);
