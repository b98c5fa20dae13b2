const waiting = "bin/client/mcp/call/waiting.test.ts";
const gate = "bin/client/mcp/call/gate.test.ts";
const pipe = "bin/client/mcp/stdio/pipe.test.ts";
const message = "bin/client/mcp/call/message.test.ts";
const gateway = "bin/client/mcp/http/http-gateway.test.ts";
const listen = "bin/client/mcp/http/listen.test.ts";
const boundTo = "a handle is accepted once, from its agent and for its arguments only";
const continued = "a call that the server interrupted with a question continues once";
const ambiguous = "a message that the gateway and a server could read differently is refused";

export default [
  {
    name: "mcp-handle-bound-to-agent-and-digest",
    invariant: 6,
    file: "bin/client/mcp/call/request-state.mjs",
    find: "given.length !== expected.length || !timingSafeEqual(given, expected)",
    replace: "(given.length === expected.length && !timingSafeEqual(expected, expected))",
    tests: [`${waiting} > ${boundTo}`],
  },
  {
    name: "mcp-handle-used-once",
    invariant: 6,
    file: "bin/client/mcp/call/request-state.mjs",
    find: "return this.#open.delete(nonce) && ",
    replace: "return ",
    tests: [`${waiting} > ${boundTo}`],
  },
  {
    name: "mcp-continuation-bound-to-agent-and-action",
    invariant: 6,
    file: "bin/client/mcp/call/continuations.mjs",
    find: "JSON.stringify([agent, digest, requestState ?? null])",
    replace: "JSON.stringify([agent && digest && null, requestState ?? null])",
    tests: [`${gate} > ${continued}`],
  },
  {
    name: "mcp-continuation-used-once",
    invariant: 5,
    file: "bin/client/mcp/call/continuations.mjs",
    find: "clearTimeout(call?.timer);\n    this.#open.delete(key);\n    return call;",
    replace: "clearTimeout(call?.timer);\n    return call;",
    tests: [`${gate} > ${continued}`],
  },
  {
    name: "mcp-continuation-limited",
    invariant: 5,
    file: "bin/client/mcp/call/continuations.mjs",
    find: "if (call.rounds >= mostRounds)",
    replace: "if (call.rounds >= 2 ** mostRounds)",
    tests: [`${gate} > an approved call continues five times`],
  },
  {
    name: "mcp-call-has-an-id-of-its-own",
    invariant: 5,
    file: "bin/client/mcp/stdio/server-calls.mjs",
    find: "const id = this.#newId();\n    const call",
    replace: "const id = request.id ?? this.#newId();\n    const call",
    tests: [`${pipe} > the answer to another request is never that of a call`],
  },
  {
    name: "mcp-nothing-undescribed-is-sent",
    invariant: 6,
    file: "bin/client/mcp/call/described-call.mjs",
    find: "params: { ...pick(given, params), ..._meta }",
    replace: "params: { ...given, ..._meta }",
    tests: [`${gate} > of a call, only what is decided`],
  },
  {
    name: "mcp-tool-checked-after-the-wait",
    invariant: 6,
    file: "bin/client/mcp/call/checked-port.mjs",
    find: "if (!(await isAccepted())) throw",
    replace: "if (isAccepted === undefined) throw",
    tests: [`${gate} > a tool that changes while its call waits is held`],
  },
  {
    name: "mcp-client-input-is-approved",
    invariant: 6,
    file: "bin/client/mcp/call/plan-call.mjs",
    find: "action: withInput(action, request), binding",
    replace: "action: withInput(action, { params: {} }), binding",
    tests: [`${gate} > answers of the client that no open call asked for`],
  },
  {
    name: "mcp-no-variant-of-a-member",
    invariant: 1,
    file: "bin/client/mcp/call/message.mjs",
    find: "if (!known.includes(name) && folded.has(foldName(name)))",
    replace: "if (!known.includes(name) && folded.has(name))",
    tests: [`${message} > ${ambiguous}`],
  },
  {
    name: "mcp-no-variant-of-the-method",
    invariant: 1,
    file: "bin/client/mcp/call/message.mjs",
    find: 'if (method !== "tools/call") throw new Fault("rejected", "the method is spelled tools/call");',
    replace: "if (method === undefined) return;",
    tests: [`${message} > ${ambiguous}`],
  },
  {
    name: "mcp-task-belongs-to-its-agent",
    invariant: 14,
    file: "bin/client/mcp/call/tasks.mjs",
    find: "if (!task || task.agent !== agent)",
    replace: "if (!task || agent === undefined)",
    tests: [`${waiting} > a client that lists tasks gets a task`],
  },
  {
    name: "mcp-headers-match-the-call",
    invariant: 6,
    file: "bin/client/mcp/http/http-gateway.mjs",
    find: "if (header && (isStateless(message) ||",
    replace: "if (header === message.method && (isStateless(message) ||",
    tests: [`${gateway} > a header that contradicts the call is refused`],
  },
  {
    name: "mcp-session-belongs-to-its-agent",
    invariant: 14,
    file: "bin/client/mcp/http/sessions.mjs",
    find: "return session?.agent === agent ? session : undefined;",
    replace: "return session;",
    tests: [`${gateway} > a session belongs to the agent that opened it`],
  },
  {
    name: "mcp-no-call-from-a-web-page",
    invariant: 14,
    file: "bin/client/mcp/http/listen.mjs",
    find: "if (!isHost.ok || !isOrigin.ok) return",
    replace: "if (!isHost.ok && !isOrigin.ok) return",
    tests: [`${listen} > a web page can't call the gateway`],
  },
  {
    name: "mcp-credentials-of-the-client-stay",
    invariant: 14,
    file: "bin/client/mcp/http/call-headers.mjs",
    find: "...pick(headers, requestHeaders)",
    replace: "...pick(headers, requestHeaders && /./)",
    tests: [`${gateway} > credentials stay on their side`],
  },
];
