import type { Tool } from "#lib/boundary/registry/hash-tool";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { type ContactOptions, type Line, sendPresence, sendTools } from "./contact-line.ts";
import { KeptMapping } from "./fresh-mapping.ts";
import { keepLastAnswer, type Pins, readLastAnswer, readLastMapping } from "./last-answer.ts";
import { reportable } from "./tool-report.ts";

/** A registered boundary's line to Countersign. */
export interface Contact {
  report: (tools: readonly Tool[]) => Promise<Pins>;
  check: () => Promise<void>;
  kept: KeptMapping;
}

const nothing = Object.freeze({ accepted: new Map(), heldTools: "block" as const });

/**
 * Reports the tools, and says which tools an admin accepted. The console's acceptance replaces the
 * file's. While the server can't be reached, a tool is accepted only if the file and the last
 * answer accept the tool. A boundary that the server refuses, such as a revoked boundary, holds
 * every call.
 */
export function createContact(options: ContactOptions): Contact {
  const { io, mapping, mappingDigest: digest, lastAnswer, credentials } = options;
  const kept = new KeptMapping({ mapping, digest, isGiven: digest !== undefined }, io.err);
  const last = readLastMapping(lastAnswer, credentials.boundary);
  if (last === undefined) kept.hold("its copy on this machine is damaged");
  else kept.take(last);
  const line = { ...options, io: { ...io, err: () => {} }, kept };
  return {
    kept,
    async report(tools) {
      try {
        const answer = await sendTools(line, reportable(tools));
        await take(line, io, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`The tools couldn't be reported: ${error.message}\n`);
        if (!isUnreached(error)) kept.refuse(error.message);
        return kept.isRefused ? nothing : offlinePins(options);
      }
    },
    async check() {
      try {
        await take(line, io, await sendPresence(line));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        io.err(`Countersign couldn't be asked for the mapping: ${error.message}\n`);
        // The last answer still applies while the server can't be reached.
        if (!isUnreached(error)) kept.refuse(error.message);
      }
    },
  };
}

/** Uses and saves an answer. A second contact reports a new mapping to the server. */
async function take(line: Line, io: Io, { mapping, ...pins }: Partial<Pins> & { mapping: unknown }) {
  const { credentials, lastAnswer, kept } = line;
  kept.readmit();
  const isOther = mapping !== undefined && kept.take(mapping);
  try {
    keepLastAnswer(lastAnswer, credentials.boundary, { ...pins, mapping: kept.sent });
  } catch (error) {
    io.err(`The answer of Countersign couldn't be saved: ${error}\n`);
  }
  if (!isOther) return;
  try {
    await sendPresence(line);
  } catch (error) {
    // The next contact reports again.
    if (!(error instanceof Fault)) throw error;
  }
}

/** Whether the server didn't answer about this boundary. */
function isUnreached({ exit }: Fault) {
  return exit === "unreachable" || exit === "failed";
}

function offlinePins({ credentials, lastAnswer, mapping }: ContactOptions): Pins {
  const last = readLastAnswer(lastAnswer, credentials.boundary);
  const accepted = [...(mapping.tools ?? new Map())].filter(([name, pinned]) => {
    if (!last) return true;
    const { description, schema } = last.accepted.get(name) ?? {};
    return description === pinned.description && schema === pinned.schema;
  });
  const isStepUp = mapping.heldTools === "step_up" && (last?.heldTools ?? "step_up") === "step_up";
  return { accepted: new Map(accepted), heldTools: isStepUp ? "step_up" : "block" };
}
