import {
  acceptedContent,
  type ClientCapabilities,
  type InputRequests,
  inputRequired,
  inputResponse,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";

const text = (value: string) => ({ content: [{ type: "text" as const, text: value }] });
const form = (message: string, name: string, type: "string" | "boolean" = "string") => {
  const property = type === "string" ? { type: "string" as const } : { type: "boolean" as const };
  return inputRequired.elicit({
    message,
    requestedSchema: { type: "object", properties: { [name]: property }, required: [name] },
  });
};
const sampling = (prompt: string) =>
  inputRequired.createMessage({
    messages: [{ role: "user", content: { type: "text", text: prompt } }],
    maxTokens: 100,
  });

/** Tools that end with a question to the client (`input_required`), and go on with its answer. */
export function addInputTools(server: McpServer, states: RequestStateCodec<string>): void {
  const prefix = "test_input_required_result_";
  const add = (
    name: string,
    run: (ctx: ServerContext) => ReturnType<Parameters<typeof server.registerTool>[2]>,
  ) => server.registerTool(`${prefix}${name}`, { description: "Asks for input" }, run as never);

  add("elicitation", async (ctx) => {
    const given = acceptedContent<{ name: string }>(ctx.mcpReq.inputResponses, "user_name");
    return given
      ? text(`Hello, ${given.name}!`)
      : inputRequired({ inputRequests: { user_name: form("What is your name?", "name") } });
  });
  add("sampling", async (ctx) => {
    const view = inputResponse(ctx.mcpReq.inputResponses, "capital_question");
    return view.kind === "sampling"
      ? text(JSON.stringify(view.result.content))
      : inputRequired({ inputRequests: { capital_question: sampling("What is the capital of France?") } });
  });
  add("list_roots", async (ctx) => {
    const view = inputResponse(ctx.mcpReq.inputResponses, "client_roots");
    return view.kind === "roots"
      ? text(`Roots: ${view.roots.map(({ uri }) => uri).join(" ")}`)
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  for (const name of ["request_state", "tampered_state"])
    add(name, async (ctx) => {
      const state = ctx.mcpReq.requestState<string>();
      if (state !== undefined && ctx.mcpReq.inputResponses?.confirm) return text("state-ok");
      return inputRequired({
        inputRequests: { confirm: form("Please confirm", "ok", "boolean") },
        requestState: await states.mint("confirm", ctx),
      });
    });
  add("multiple_inputs", async (ctx) => {
    const inputRequests: InputRequests = {
      user_name: form("What is your name?", "name"),
      greeting: sampling("Generate a greeting"),
      client_roots: inputRequired.listRoots(),
    };
    const given = ctx.mcpReq.inputResponses ?? {};
    if (Object.keys(inputRequests).every((name) => name in given)) return text("Everything given.");
    return inputRequired({ inputRequests, requestState: await states.mint("inputs", ctx) });
  });
  add("multi_round", async (ctx) => {
    const state = ctx.mcpReq.requestState<string>();
    if (state === "2") return text("Done after two rounds.");
    const inputRequests: InputRequests =
      state === "1"
        ? { step2: form("Step 2: What is your favorite color?", "color") }
        : { step1: form("Step 1: What is your name?", "name") };
    return inputRequired({ inputRequests, requestState: await states.mint(state === "1" ? "2" : "1", ctx) });
  });
  add("capabilities", async (ctx) => {
    const capabilities = capabilitiesOf(ctx);
    if (ctx.mcpReq.inputResponses) return text("Answered.");
    const inputRequests: InputRequests = {
      ...(capabilities.elicitation && { name: form("What is your name?", "name") }),
      ...(capabilities.sampling && { thought: sampling("Think of a word") }),
    };
    return Object.keys(inputRequests).length > 0 ? inputRequired({ inputRequests }) : text("Nothing to ask.");
  });
}

/** A tool that needs sampling: a client without it gets an error. */
export function addSamplingTool(server: McpServer): void {
  server.registerTool("test_missing_capability", { description: "Requires sampling" }, async (ctx) =>
    ctx.mcpReq.inputResponses
      ? text("Sampled.")
      : inputRequired({ inputRequests: { word: sampling("Think of a word") } }),
  );
}

/** A prompt that needs input. */
export function addInputPrompt(server: McpServer): void {
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "Asks for context" },
    async (ctx) => {
      const given = acceptedContent<{ context: string }>(ctx.mcpReq.inputResponses, "user_context");
      if (!given)
        return inputRequired({
          inputRequests: { user_context: form("What context should the prompt use?", "context") },
        });
      return {
        messages: [{ role: "user" as const, content: { type: "text" as const, text: given.context } }],
      };
    },
  );
}

function capabilitiesOf(ctx: ServerContext): ClientCapabilities {
  const envelope = ctx.mcpReq.envelope as Record<string, ClientCapabilities> | undefined;
  return envelope?.["io.modelcontextprotocol/clientCapabilities"] ?? {};
}

/** The error for a state that this server did not issue. */
export function invalidState(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, "The requestState was changed.");
}
