import { setTimeout as delay } from "node:timers/promises";
import {
  fromJsonSchema,
  type McpServer,
  type ServerContext,
  type ServerNotifier,
} from "@modelcontextprotocol/server";

const text = (value: string) => ({ content: [{ type: "text" as const, text: value }] });
const stringSchema = (name: string) =>
  fromJsonSchema<Record<string, string>>({
    type: "object",
    properties: { [name]: { type: "string" } },
    required: [name],
  });

/** Tools that tell or ask the client something while they run. */
export function addLiveTools(server: McpServer): void {
  const logging = async (ctx: ServerContext) => {
    for (const step of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
      await ctx.mcpReq.log("info", step);
      await delay(10);
    }
    return text("Tool with logging executed successfully");
  };
  server.registerTool("test_tool_with_logging", { description: "Logs three messages" }, logging);
  server.registerTool("test_logging_tool", { description: "Logs three messages" }, logging);
  server.registerTool("test_tool_with_progress", { description: "Reports progress" }, async (ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined)
        await ctx.mcpReq.notify({
          method: "notifications/progress",
          params: { progressToken, progress, total: 100 },
        });
      await delay(10);
    }
    return text(String(progressToken));
  });
  server.registerTool("test_reconnection", { description: "Closes its stream" }, async (ctx) => {
    ctx.http?.closeSSE?.();
    await delay(100);
    return text("Reconnection test completed successfully.");
  });
  server.registerTool(
    "test_sampling",
    { description: "Asks the client's model", inputSchema: stringSchema("prompt") },
    async ({ prompt = "" }, ctx) => {
      const content = { type: "text" as const, text: prompt };
      const answer = await ctx.mcpReq.requestSampling({
        messages: [{ role: "user", content }],
        maxTokens: 100,
      });
      const [part] = [answer.content].flat();
      return text(`LLM response: ${part?.type === "text" ? part.text : ""}`);
    },
  );
  server.registerTool(
    "test_elicitation",
    { description: "Asks the person", inputSchema: stringSchema("message") },
    async ({ message = "" }, ctx) => asked(ctx, "User response", message, personSchema),
  );
  server.registerTool("test_elicitation_sep1034_defaults", { description: "Asks with defaults" }, (ctx) =>
    asked(ctx, "Elicitation completed", "Review the form", defaultsSchema),
  );
  server.registerTool("test_elicitation_sep1330_enums", { description: "Asks with choices" }, (ctx) =>
    asked(ctx, "Elicitation completed", "Choose", enumsSchema),
  );
  server.registerTool(
    "test_streaming_elicitation",
    { description: "Streams, without asking" },
    async (ctx) => {
      await ctx.mcpReq.log("info", "streaming");
      return text("Streamed.");
    },
  );
}

/** Tools after which the client hears of a change. */
export function addChangeTools(server: McpServer, notify: ServerNotifier): void {
  const add = (name: string, change: () => void) =>
    server.registerTool(name, { description: "Announces a change" }, async () => {
      change();
      return text("Announced.");
    });
  add("test_trigger_tool_change", () => notify.toolsChanged());
  add("test_trigger_prompt_change", () => notify.promptsChanged());
}

type FormSchema = Extract<
  Parameters<ServerContext["mcpReq"]["elicitInput"]>[0],
  { requestedSchema: unknown }
>["requestedSchema"];

async function asked(ctx: ServerContext, label: string, message: string, requestedSchema: FormSchema) {
  const { action, content } = await ctx.mcpReq.elicitInput({ mode: "form", message, requestedSchema });
  return text(`${label}: action=${action}, content=${JSON.stringify(content ?? {})}`);
}

const personSchema: FormSchema = {
  type: "object",
  properties: {
    username: { type: "string", description: "User's response" },
    email: { type: "string", description: "User's email address" },
  },
  required: ["username", "email"],
};

const defaultsSchema: FormSchema = {
  type: "object",
  properties: {
    name: { type: "string", default: "John Doe" },
    age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", default: true },
  },
};

const options = ["option1", "option2", "option3"];
const titled = ["First", "Second", "Third"].map((name, at) => ({
  const: `value${at + 1}`,
  title: `${name} choice`,
}));
const enumsSchema: FormSchema = {
  type: "object",
  properties: {
    untitledSingle: { type: "string", enum: options },
    titledSingle: { type: "string", oneOf: titled },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: options } },
    titledMulti: { type: "array", items: { anyOf: titled } },
  },
};
