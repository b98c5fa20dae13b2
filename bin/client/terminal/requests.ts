import type { Untyped } from "#client/json/untyped";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { flags, patienceOption, readOptions, texts } from "../options.ts";
import { type Fact, plainJson, visible } from "../visible.ts";
import { callServer, readSession } from "./session.ts";

const kinds = { ...patienceOption, ...texts("reason"), ...flags("json") };

type Command = (id: string | undefined, values: Record<string, Untyped>, io: Io) => Promise<ExitName>;
const commands: Readonly<Record<string, Command>> = { list, deny, open };

/** `countersign requests list|deny|open`: the requests that wait for the person at this terminal. */
export async function requests(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, kinds);
  const [name, id, ...more] = positionals;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Fault("usage", "use requests list, deny or open");
  if (more.length > 0) throw new Fault("usage", `requests ${name} takes one request`);
  return command(id, values, io);
}

async function list(id: string | undefined, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  if (id !== undefined) throw new Fault("usage", "requests list takes no request");
  const call = { method: "GET", path: "/requests" };
  const { body } = await callServer(io, readSession(io), call, values.patience);
  const listed: unknown = body?.requests;
  if (!Array.isArray(listed)) throw new Fault("untrusted", "the server returned no list of requests");
  if (values.json) io.out(`${plainJson(body)}\n`);
  else io.out(listed.map((request) => inWords(Object(request), io.now())).join("\n"));
  if (listed.length === 0) io.err("No requests wait for you.\n");
  if (body.has_more) io.err("More requests wait for you than are listed.\n");
  return "ok";
}

async function deny(id: string | undefined, values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const path = `/requests/${requireId("deny", id)}/denials`;
  const body = values.reason === undefined ? {} : { reason: values.reason };
  const answer = await callServer(io, readSession(io), { method: "POST", path, body }, values.patience);
  if (answer.body?.request?.id !== id || answer.body.request.state !== "denied")
    throw new Fault("untrusted", "the server didn't say that this request is denied");
  if (values.json) io.out(`${plainJson(answer.body)}\n`);
  io.err(`${visible(id)} is denied.\n`);
  return "ok";
}

/** Prints the request's address, where a passkey approves it, and opens a browser. Sends nothing. */
async function open(id: string | undefined, _values: Record<string, Untyped>, io: Io): Promise<ExitName> {
  const path = `/requests/${requireId("open", id)}`;
  const address = `${readSession(io).url}${path}`;
  io.out(`${address}\n`);
  io.openBrowser(address);
  return "ok";
}

/** The ID becomes part of an address: of our own form alone. */
function requireId(command: string, id: string | undefined): string {
  if (id !== undefined && /^req_\w+$/.test(id)) return id;
  throw new Fault("usage", `requests ${command} needs a request, req_…`);
}

/** One request. Every text of the agent is on a line that begins with its name. */
function inWords(request: Untyped, now: number): string {
  const { id, agent, action, approvals, expires_at: expiresAt } = request;
  const { type, title, risk, content, amount } = Object(action);
  const facts: Fact[] = [
    ["agent", `${visible(agent?.name)}${agent?.is_test ? " (test)" : ""}`],
    ["action", title ? `${visible(title)} (${visible(type)})` : visible(type)],
    ["risk", risk ? visible(risk) : "unclassified"],
    ["content", ...(Array.isArray(content) ? content : []).map(visible)],
    ["amount", ...(amount ? [`${visible(amount.value)} ${visible(amount.currency ?? "")}`] : [])],
    ["approvals", `${visible(approvals?.given)} of ${visible(approvals?.required)}`],
    ["expires", `${visible(expiresAt)}${minutesLeft(expiresAt, now)}`],
  ];
  const lines = facts.flatMap(([name, ...values]) => values.map((value) => `  ${name.padEnd(10)}${value}\n`));
  return `${visible(id)}\n${lines.join("")}`;
}

function minutesLeft(expiresAt: unknown, now: number): string {
  const minutes = Math.floor((new Date(String(expiresAt)).getTime() - now) / 60_000);
  return Number.isNaN(minutes) ? "" : ` (${minutes} min)`;
}
