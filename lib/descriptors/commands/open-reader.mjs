// @ts-check
import { hasHiddenCharacters } from "./characters.mjs";
import { childrenOf } from "./context.mjs";
import { takesLaterInput } from "./later-input.mjs";
import { openParser } from "./parser.mjs";
import { plainSteps } from "./plain-steps.mjs";
import { readProgram } from "./programs/read-program.mjs";
import { allPrograms, newProgram, newStep } from "./reading.mjs";
import { reasonTexts } from "./reasons.mjs";
import { accountsForAll } from "./syntax/gaps.mjs";
import { readStatements } from "./syntax/statements.mjs";
import { findNumbers } from "./syntax/variables.mjs";
import { writesConfiguration } from "./written-configuration.mjs";
import { runsWrittenFile, writesPrograms } from "./written-files.mjs";

/** @typedef {import("./context.mjs").Context} Context */
/** @typedef {import("./context.mjs").Node} Node */
/** @typedef {import("./reading.mjs").Reading} Reading */
/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reasons.mjs").ReasonCode} ReasonCode */
/**
 * Reads a command. `hasTerminal`: whether it runs in a terminal, where more can be typed later.
 * @typedef {(text: string, how?: {hasTerminal?: boolean}) => Reading} Read
 * @typedef {{read: Read}} CommandReader
 */

const deepest = 4;
const deepestPrograms = 12;
const mostTexts = 40;
const mostEffects = 2000;

/**
 * Opens the reader of shell commands, for bash and what other shells have in common with it. A
 * reading depends on its arguments alone: it's the same on every machine. Receipts are rendered again, so
 * a release that reads any command in another way has to keep the reader of the release before.
 * @returns {Promise<CommandReader>}
 */
export async function openCommandReader() {
  const parse = await openParser();
  return {
    read: (text, how = {}) => {
      try {
        return readCommand(parse, text, how);
      } catch {
        // A parser that breaks down reads nothing: this text, and the same text later, alike.
        return unreadReading(text);
      }
    },
  };
}

/** @param {string} text @returns {Reading} */
function unreadReading(text) {
  const steps = plainSteps([newStep([newProgram({ kind: "unread", text })])]);
  const reasons = [{ code: /** @type {const} */ ("too_complex"), text: reasonTexts.too_complex }];
  return { inspectable: false, reasons, steps, comments: [] };
}

/**
 * @param {Awaited<ReturnType<typeof openParser>>} parse
 * @param {string} text
 * @param {{hasTerminal?: boolean}} how
 * @returns {Reading}
 */
function readCommand(parse, text, { hasTerminal = false }) {
  /** @type {Set<ReasonCode>} */
  const codes = new Set();
  /** @type {string[]} */
  const comments = [];
  /** @type {import("./reading.mjs").Word[]} */
  const files = [];
  const ran = { files, runsProject: false, fetchesFiles: false };
  let texts = 0;
  let within = 0;
  const cannot = (/** @type {ReasonCode} */ code) => void codes.add(code);
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

  /** @param {string} source @param {number} depth @returns {Step[]} */
  function readText(source, depth) {
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

  /** @param {string} source @param {Node} root @param {number} depth @returns {Context} */
  function contextOf(source, root, depth) {
    /** @type {Context} */
    const context = {
      source,
      isWhole: depth === 0,
      // What surrounds an inner text can give its variables other values.
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

/** @param {Step[]} steps @returns {number} the files and addresses of all programs */
function countEffects(steps) {
  let count = 0;
  for (const { reads, writes, deletes, hosts } of allPrograms(steps))
    count += reads.length + writes.length + deletes.length + hosts.length;
  return count;
}
