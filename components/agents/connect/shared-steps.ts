import { enrollCommand, type KeyGiven } from "../commands.ts";
import { installCommands } from "../install-client.tsx";
import type { Place, Proof, Step } from "./step.ts";

interface Installing {
  /** Of the files' names, such as `.tgz`. */
  endings: readonly string[];
  /** Into the project in which the command runs. */
  isLocal?: boolean;
  words?: string;
  /** Left out for a client that then gets the agent's key. */
  proof?: Proof;
}

export function installStep(
  { origin, files, given }: Place,
  { endings, isLocal = false, words = "", proof = proofOfKey(given) }: Installing,
): Step {
  const ways = installCommands(origin, files).filter(({ ending }) => endings.includes(ending));
  const blocks = ways.map(({ label, text, sha256 }) => {
    return { label, text: isLocal ? text.replace(" --global", "") : text, sha256 };
  });
  const source = "This server runs from source and has no files to install.";
  return { title: "Install the client", words: blocks.length > 0 ? words : source, blocks, proof };
}

/** @param program how the machine calls the command line */
export function enrollStep(place: Place, program = "countersign"): Step {
  const { origin, agent, given, replaces = false } = place;
  const step = { title: "Give the agent its key", proof: proofOfKey(given) };
  const command = enrollCommand(origin, agent, given, { replaces, program });
  const run = { label: "Run on the agent's machine", text: command };
  if (given.kind !== "secret") return { ...step, words: wordsFor(given), blocks: [run] };
  const words =
    "Store it in the agent's secret manager. The command below reads it from standard input. Grants for this key are bearer grants. A copied grant passes every check except redeeming, which needs the agent's signature. Use a key pair if you can.";
  const blocks = [{ label: "Secret", text: given.secret }, run];
  return { ...step, words: "", once: { noun: "secret", words }, blocks };
}

/** A machine proves with a code or a workload's token that it has the client. Other keys exist before. */
function proofOfKey({ kind }: KeyGiven): Proof {
  return kind === "code" || kind === "workload" ? "key" : "call";
}

function wordsFor({ kind }: KeyGiven): string {
  if (kind === "public")
    return "Your key is registered. The command asks for the private key. Your own client needs only the URL and the agent ID.";
  return "The code works once, for 15 minutes. The command creates a key pair and stores the private key in a file only that user can read.";
}

/** @param of the program that starts with the token in its environment */
export function tokenStep({ given }: Place, { of, proof }: { of: string; proof: Proof }): Step {
  const token = given.kind === "token" ? given.token : "";
  const words = `Run the command below where ${of} starts. Then paste the token and press Enter. The shell's history doesn't get it. It works in bash and zsh, until this shell ends: to keep the token, set ${of}'s environment from a file that only you can read.`;
  const once = { noun: "token", words: "It can ask for this agent, and can't sign." } as const;
  const blocks = [{ label: "Hook token", text: token }, pasteInto("COUNTERSIGN_TOKEN", "the token")];
  return { title: "Set the token", words, once, blocks, proof };
}

/** Reads a secret into the environment without an echo: a shell's history keeps what is typed. */
export function pasteInto(variable: string, what: string): Step["blocks"][number] {
  return { label: `Paste ${what}`, text: `read -rs ${variable} && export ${variable}` };
}

/** The last step of every kind. Its page shows when the call arrives. */
export function callStep(words: string, blocks: Step["blocks"] = []): Step {
  return { title: "Make a call", words, blocks, proof: "call" };
}
