import { z } from "zod";

export const mostTools = 2000;

/** SHA-256 in base64url. */
const hash = z.string().regex(/^[\w-]{43}$/, "must be a SHA-256 in base64url");

export const boundaryKind = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, "must be a short name such as mcp")
  .meta({ description: "What the boundary is, such as `mcp` or `http_proxy`" });
export const boundaryVersion = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 printable ASCII characters with no spaces");

const tool = z.strictObject({
  name: z.string().min(1).max(256),
  description_sha256: hash.meta({ description: "Hash of `name`, `title` and `description`" }),
  schema_sha256: hash.meta({
    description: "Hash of all other members, such as `inputSchema`, `annotations`, `icons` and `_meta`",
  }),
});

/** A boundary's contact: its claims, and its tools as hashes. */
export const contactSchema = z
  .strictObject({
    version: boundaryVersion,
    kind: boundaryKind,
    upstream: z.string().min(1).max(512).optional().meta({ description: "Address or command of the tools" }),
    server: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,100}$/, "must be the name of an MCP server")
      .optional()
      .meta({ description: "Name of the MCP server in action types" }),
    mapping_digest: hash
      .optional()
      .meta({ description: "Hash of the mapping that is used, as canonical JSON" }),
    report: z
      .string()
      .regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, dashes and underscores")
      .optional()
      .meta({ description: "Same for all parts of one list" }),
    part: z.int().min(1).max(100).default(1),
    parts: z.int().min(1).max(100).default(1),
    tools: z.array(tool).max(500).optional().meta({ description: "Without it, the reported list remains" }),
  })
  .refine(({ part, parts }) => part <= parts, { path: ["part"], error: "must be at most parts" })
  .refine(({ parts, tools }) => parts === 1 || tools !== undefined, {
    path: ["tools"],
    error: "required for a list in parts",
  })
  .refine(({ parts, report }) => parts === 1 || report !== undefined, {
    path: ["report"],
    error: "required for a list in parts",
  })
  .refine(({ tools = [] }) => new Set(tools.map(({ name }) => name)).size === tools.length, {
    path: ["tools"],
    error: "must list each name once",
  });

export type Contact = z.output<typeof contactSchema>;

/** The body of a call that sends tools in full, for an admin to read. */
export const toolTextsSchema = z.strictObject({
  tools: z
    .array(z.string().max(60_000))
    .min(1)
    .max(200)
    .meta({ description: "Each tool as JSON text, with the members that the two hashes cover" }),
});
