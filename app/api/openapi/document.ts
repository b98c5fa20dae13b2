import { z } from "zod";
import { statusOf } from "#app/runtime/problem";
import { type Operation, operations } from "./operations.ts";
import { content, namedSchemas } from "./schemas.ts";
import { webhookItems } from "./webhooks.ts";

/** The agent API's OpenAPI 3.1 document, generated once from the schemas the code itself uses. */
export function openApiDocument(origin: string): OpenApiDocument {
  const document = generated.get(origin) ?? generate(origin);
  generated.set(origin, document);
  return document;
}

type OpenApiDocument = ReturnType<typeof generate>;

/** By the origin of the server, of which a process has one. */
const generated = new Map<string, OpenApiDocument>();

function generate(origin: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Countersign",
      version: "1",
      description: "Request human approval for risky agent actions and redeem one-time grants.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: origin }],
    paths: paths(),
    webhooks: webhookItems(),
    components: { schemas: schemas(), securitySchemes },
  };
}

const securitySchemes = {
  signature: {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description:
      "Standard Webhooks. `v1a,` and an Ed25519 signature, or `v1,` and an HMAC-SHA-256, over `id.timestamp.body`, with the headers `webhook-id` and `webhook-timestamp`.",
  },
  waitToken: { type: "http", scheme: "bearer", description: "The `wait.token` from the ask response." },
};

function schemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(namedSchemas).map(([name, schema]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, {
        unrepresentable: "any",
        target: "draft-2020-12",
      });
      return [name, rest];
    }),
  );
}

function paths(): Record<string, Record<string, unknown>> {
  const result: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    result[operation.path] = { ...result[operation.path], [operation.method]: described(operation) };
  }
  return result;
}

function described(operation: Operation) {
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: operation.description,
    ...(operation.security && { security: [{ [operation.security]: [] }] }),
    parameters: parameters(operation),
    ...(operation.body && { requestBody: { required: true, content: content(operation.body) } }),
    responses: responses(operation),
  };
}

function parameters({ path, security, query = [] }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = query.map((parameter) => ({ ...parameter, in: "query", required: false }));
  const inHeader = security === "signature" ? signedHeaders : [];
  return [...inPath, ...inQuery, ...inHeader];
}

const signedHeaders = [
  {
    name: "webhook-id",
    in: "header",
    required: true,
    description: "Idempotency key. Reuse it when you retry.",
    schema: { type: "string", pattern: "^[\\x21-\\x2d\\x2f-\\x7e]{1,128}$" },
  },
  {
    name: "webhook-timestamp",
    in: "header",
    required: true,
    description: "Unix time in seconds, within 5 minutes of now.",
    schema: { type: "string", pattern: "^\\d{1,12}$" },
  },
];

function responses(operation: Operation): Record<string, unknown> {
  const errors = operation.errors;
  const good = operation.answers.map(({ status, means, schema, mediaType }) => [
    status,
    {
      description: means,
      content: schema
        ? content(schema, mediaType)
        : { [mediaType ?? "text/plain"]: { schema: { type: "string" } } },
    },
  ]);
  const statuses = [...new Set(errors.map((code) => statusOf[code]))];
  const bad = statuses.map((status) => {
    const codes = errors.filter((code) => statusOf[code] === status);
    const description = codes.map((code) => `\`${code}\``).join(", ");
    return [status, { description, content: content("Problem", "application/problem+json") }];
  });
  return Object.fromEntries([...good, ...bad]);
}
