import { fromJsonSchema, type JsonSchemaType, type McpServer } from "@modelcontextprotocol/server";
import { png, wav } from "./media.ts";

/** Tools that answer with each kind of content. */
export function addContentTools(server: McpServer): void {
  const text = (value: string) => ({ type: "text" as const, text: value });
  const image = { type: "image" as const, data: png, mimeType: "image/png" };
  const resource = (uri: string, mimeType: string, value: string) => ({
    type: "resource" as const,
    resource: { uri, mimeType, text: value },
  });
  const add = (
    name: string,
    content: (
      | typeof image
      | ReturnType<typeof text>
      | ReturnType<typeof resource>
      | { type: "audio"; data: string; mimeType: string }
    )[],
  ) => server.registerTool(name, { description: `Answers for ${name}` }, async () => ({ content }));
  add("test_simple_text", [text("This is a simple text response for testing.")]);
  add("test_image_content", [image]);
  add("test_audio_content", [{ type: "audio", data: wav, mimeType: "audio/wav" }]);
  add("test_embedded_resource", [
    resource("test://embedded-resource", "text/plain", "This is an embedded resource content."),
  ]);
  add("test_multiple_content_types", [
    text("Multiple content types test:"),
    image,
    resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
  ]);
  server.registerTool("test_error_handling", { description: "Always fails" }, async () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  server.registerTool(
    "test_custom_headers",
    {
      description: "Mirrors a parameter in a header",
      inputSchema: fromJsonSchema<{ region: string }>({
        type: "object",
        properties: { region: { type: "string", "x-mcp-header": "Region" } },
        required: ["region"],
      } as JsonSchemaType),
    },
    async ({ region }) => ({ content: [text(region)] }),
  );
  server.registerTool(
    "json_schema_2020_12_tool",
    { description: "Tool with JSON Schema 2020-12 features", inputSchema: fromJsonSchema(contactSchema) },
    async () => ({ content: [text("Valid.")] }),
  );
}

const contactSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object" as const,
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
};
