import { randomBytes } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import type { Mapping } from "#lib/boundary/mapping/engine/read-mapping";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import type { KeptMapping } from "./fresh-mapping.ts";
import type { Pins } from "./last-answer.ts";
import { postSigned } from "./post-signed.ts";
import type { BoundaryCredentials } from "./register.ts";
import { type ListedTool, partsOf, type reportable, textsOf } from "./tool-report.ts";

export interface ContactOptions {
  io: Io;
  credentials: BoundaryCredentials;
  version: string;
  /** The kind of boundary, such as `mcp`. */
  kind: string;
  lastAnswer: string;
  upstream?: string;
  server?: string;
  /** The file's mapping, until Countersign has one. Its tools count while the server is unreachable. */
  mapping: Mapping;
  /** Of the file's mapping; undefined without a file. */
  mappingDigest?: string;
}

export type Line = ContactOptions & { kept: KeptMapping };

const mostTries = 3;

/** Asks for the mapping alone. */
export async function sendPresence(line: Line) {
  return readAnswer(await post(line, "contact", aboutItself(line)));
}

/** Sends the list again if another list interrupted the first, then the texts that the server wants. */
export async function sendTools(
  line: Line,
  reported: ReturnType<typeof reportable>,
): Promise<Pins & { mapping: unknown }> {
  for (let tries = 1; ; tries++) {
    try {
      const { wanted, ...answer } = await sendList(
        line,
        [...reported.values()].map(({ listed }) => listed),
      );
      await sendTexts(line, textsOf(reported, wanted));
      return answer;
    } catch (error) {
      const isInterrupted = error instanceof Fault && error.code === "conflict";
      if (!isInterrupted || tries === mostTries) throw error;
    }
  }
}

async function sendList(line: Line, list: ListedTool[]) {
  const parts = partsOf(list);
  const report = `list_${randomBytes(12).toString("base64url")}`;
  let answer: unknown;
  for (const [at, tools] of parts.entries()) {
    const body = { ...aboutItself(line), report, part: at + 1, parts: parts.length, tools };
    answer = await post(line, "contact", body);
  }
  return readListAnswer(answer);
}

async function sendTexts(line: Line, groups: string[][]) {
  try {
    for (const tools of groups) await post(line, "tools", { tools });
  } catch (error) {
    // No admin can read these tools, so the tools stay held, and are sent again with the next list.
    if (!(error instanceof Fault)) throw error;
  }
}

function post({ io, credentials }: Line, what: string, body: object) {
  const path = `/api/v1/boundaries/${encodeURIComponent(credentials.boundary)}/${what}`;
  // No retries: the caller's call waits, and the answer on disk serves until the next report.
  return postSigned(io, credentials, { path, body, timeoutSeconds: 10 }, { patienceSeconds: 0 });
}

function aboutItself({ version, kind, upstream, server, kept }: Line) {
  return { version, kind, upstream, server, mapping_digest: kept.digest };
}

/** Reads the answer to a contact. @throws {Fault} `untrusted` */
function readAnswer(answer: Untyped): { heldTools: Pins["heldTools"]; mapping: unknown } {
  const { held_tools: heldTools, mapping } = Object(answer);
  if (heldTools === "block" || heldTools === "step_up") return { heldTools, mapping };
  throw new Fault("untrusted", "the server's answer isn't one to a contact");
}

/** Reads the answer to a contact with tools. @throws {Fault} `untrusted` */
function readListAnswer(answer: Untyped): Pins & { wanted: string[]; mapping: unknown } {
  const { heldTools, mapping } = readAnswer(answer);
  const { accepted, wanted } = Object(answer.tools);
  const isWhole =
    Array.isArray(wanted) &&
    Object(accepted) === accepted &&
    Object.values<Untyped>(accepted).every(
      (hashes) => typeof hashes?.description === "string" && typeof hashes?.schema === "string",
    );
  if (!isWhole) throw new Fault("untrusted", "the server's answer isn't one to a contact");
  return { heldTools, accepted: new Map(Object.entries(accepted)), wanted, mapping };
}
