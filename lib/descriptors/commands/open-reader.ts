import type { Node } from "web-tree-sitter";
import { type Context, childrenOf } from "./context.ts";
import { takesLaterInput } from "./later-input.ts";
import { openParser } from "./parser.ts";
import { plainSteps } from "./plain-steps.ts";
import { readProgram } from "./programs/read-program.ts";
import { allPrograms, newProgram, newStep, type Reading, type Step, type Word } from "./reading.ts";
import { type ReasonCode, reasonTexts } from "./reasons.ts";
import { accountsForAll } from "./syntax/gaps.ts";
import { readStatements } from "./syntax/statements.ts";
import { findNumbers } from "./syntax/variables.ts";
import { writesConfiguration } from "./written-configuration.ts";
import { runsWrittenFile, writesPrograms } from "./written-files.ts";

/** Characters that a person can't see or tell apart. Tab and line feed are allowed. */
const hidden =
  /[\p{Cs}\p{Co}\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n])\p{Cc}|(?! )\p{Zs}|\p{Variation_Selector}|[\u{115F}\u{1160}\u{3164}\u{FFA0}\u{2800}]|\u{17B4}|\u{17B5}|\u{034F}/u;
const scripts = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic", "Lisu"].map(
  (script) => new RegExp(`\\p{Script=${script}}`, "u"),
);
/** Full-width and mathematical letters, and look-alikes of the shell's punctuation. */
const lookalike =
  /[\u{FF01}-\u{FF5E}\u{1D400}-\u{1D7FF}\u{2010}-\u{2012}\u{2015}\u{2044}\u{2215}\u{29F8}\u{2024}\u{A789}\u{02D7}\u{2212}\u{01C0}\u{2223}\u{037E}\u{204F}\u{2768}\u{2769}]/u;

/** Reads a command. `hasTerminal`: runs in a terminal, where input can follow. */
export type Read = (text: string, how?: { hasTerminal?: boolean }) => Reading;

export interface CommandReader {
  read: Read;
}

const deepest = 4;
const deepestPrograms = 12;
const mostTexts = 40;
const mostEffects = 2000;

/**
 * Opens the reader of shell commands, for bash and what other shells have in common with it. The same on
 * every machine, and receipts are rendered again: a release that reads any command in another way has to keep
 * the reader of the release before.
 */
export async function openCommandReader(): Promise<CommandReader> {
  const parse = await openParser();
  return {
    read: (text, how = {}) => {
      try {
        return readCommand(parse, text, how);
      } catch {
        // A broken parser reads nothing: neither this text nor a later text.
        return unreadReading(text);
      }
    },
  };
}

function unreadReading(text: string): Reading {
  const steps = plainSteps([newStep([newProgram({ kind: "unread", text })])]);
  const reasons = [{ code: "too_complex" as const, text: reasonTexts.too_complex }];
  return { inspectable: false, reasons, steps, comments: [] };
}

function readCommand(
  parse: Awaited<ReturnType<typeof openParser>>,
  text: string,
  { hasTerminal = false }: { hasTerminal?: boolean },
): Reading {
  const codes: Set<ReasonCode> = new Set();
  const comments: string[] = [];
  const files: Word[] = [];
  const ran = { files, runsProject: false, fetchesFiles: false };
  let texts = 0;
  let within = 0;
  const cannot = (code: ReasonCode) => void codes.add(code);
  let steps = readText(text, 0);
  if (countEffects(steps) > mostEffects) {
    cannot("too_complex");
    steps = [newStep([newProgram({ kind: "unread", text })])];
  } else if (runsWrittenFile(steps, ran)) cannot("written_file");
  if (writesPrograms(steps, ran.fetchesFiles)) cannot("written_file");
  if (writesConfiguration(steps, ran.fetchesFiles)) cannot("written_configuration");
  if (takesLaterInput(steps)) cannot("later_input");
  if (hasTerminal) cannot("terminal");
  const reasons = [...codes].map((code) => ({ code, text: reasonTexts[code] }));
  return { inspectable: reasons.length === 0, reasons, steps: plainSteps(steps), comments };

  function readText(source: string, depth: number): Step[] {
    texts += 1;
    const unread = () => [newStep([newProgram({ kind: "unread", text: source })])];
    if (hasHiddenCharacters(source)) cannot("hidden_characters");
    if (depth > deepest || texts > mostTexts) {
      cannot("too_complex");
      return unread();
    }
    const read = parse(source, (root) => {
      if (root.hasError || !accountsForAll(source, childrenOf(root), 0, source.length)) {
        cannot("unreadable_syntax");
        return unread();
      }
      for (const comment of root.descendantsOfType("comment")) if (comment) comments.push(comment.text);
      return readStatements(contextOf(source, root, depth), childrenOf(root));
    });
    if (typeof read !== "string") return read;
    cannot(read);
    return unread();
  }

  function contextOf(source: string, root: Node, depth: number): Context {
    const context: Context = {
      source,
      isWhole: depth === 0,
      // The surrounding text can change an inner text's variables.
      numbers: depth === 0 ? findNumbers(root) : new Set(),
      cannot,
      readSteps: (nodes) => readStatements(context, nodes),
      readProgram: (words, written) => {
        within += 1;
        const isDeep = within > deepestPrograms;
        if (isDeep) cannot("too_complex");
        const program = isDeep
          ? newProgram({ kind: "unread", text: written })
          : readProgram(context, words, written);
        within -= 1;
        return program;
      },
      readInner: (inner) => readText(inner, depth + 1),
      runsFile: (file) => void files.push(file),
      runsProject: () => {
        ran.runsProject = true;
      },
      fetchesFiles: () => {
        ran.fetchesFiles = true;
      },
    };
    return context;
  }
}

function hasHiddenCharacters(text: string): boolean {
  if (hidden.test(text) || lookalike.test(text)) return true;
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).some((run) => scripts.filter((one) => one.test(run)).length > 1);
}

/** @returns all programs' files and addresses */
function countEffects(steps: Step[]): number {
  let count = 0;
  for (const { reads, writes, deletes, hosts } of allPrograms(steps))
    count += reads.length + writes.length + deletes.length + hosts.length;
  return count;
}
