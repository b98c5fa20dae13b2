import type { Effect, ReadWord } from "../reading.ts";

export interface Option {
  name: string;
  value?: ReadWord;
}
/** The options of a program, separated by spaces. */
export interface Spec {
  /** Options without a value; `-abc` stands for `-a -b -c`. */
  flags?: string;
  values?: string;
  /** Whether the program can't run programs, whatever its dynamic words. */
  isLax?: boolean;
  /** Whether `-5` is an option. */
  hasNumbers?: boolean;
  /** Whether the first operand ends the options. */
  stopsEarly?: boolean;
  /** Whether options are whole words after one dash, such as `-noout`. */
  isLongDash?: boolean;
}

export interface ReadOptions {
  options: Option[];
  operands: ReadWord[];
  hasUnknown: boolean;
  /** Whether a word can become an option when the command runs. */
  hasDynamic: boolean;
}

/** Reads a program's options. Long names are compared as a whole: abbreviations are unknown. */
export function readOptions(words: ReadWord[], spec: Spec): ReadOptions {
  const flags = setOf(spec.flags, spec.isLongDash);
  const values = setOf(spec.values, spec.isLongDash);
  const read: ReadOptions = { options: [], operands: [], hasUnknown: false, hasDynamic: false };
  let at = 0;
  const takeValue = (name: string) => {
    at += 1;
    const value = words[at];
    if (!value) read.hasUnknown = true;
    if (value?.splits) read.hasDynamic = true;
    read.options.push({ name, value });
  };
  for (; at < words.length; at += 1) {
    const word = words[at] as ReadWord;
    const { start } = word;
    if (word.value === "--") {
      read.operands.push(...words.slice(at + 1));
      break;
    }
    if (canBecomeOption(word)) read.hasDynamic = true;
    if (start[0] !== "-" || start === "-") {
      read.operands.push(word);
      if (!spec.stopsEarly) continue;
      read.operands.push(...words.slice(at + 1));
      break;
    }
    const [name = ""] = start.split("=", 1);
    const hasEqual = start.includes("=");
    if (word.isStatic && !hasEqual && values.has(start)) takeValue(start);
    else if (word.isStatic && flags.has(start)) read.options.push({ name: start });
    else if (hasEqual && name.startsWith("--") && values.has(name))
      read.options.push({ name, value: partOf(word, name.length + 1) });
    else if (hasEqual && flags.has(`${name}=`)) read.options.push({ name });
    else if (spec.hasNumbers && word.isStatic && /^-[0-9]+$/.test(start)) read.options.push({ name: start });
    else if (start.startsWith("--") || spec.isLongDash) read.hasUnknown = true;
    else readCluster(word);
  }
  return read;

  function readCluster(word: ReadWord) {
    for (let place = 1; place < word.start.length; place += 1) {
      const name = `-${word.start[place]}`;
      if (values.has(name)) {
        const isLast = place + 1 === word.start.length && word.isStatic;
        if (isLast) takeValue(name);
        else read.options.push({ name, value: partOf(word, place + 1) });
        return;
      }
      if (!flags.has(name)) read.hasUnknown = true;
      read.options.push({ name });
    }
    if (!word.isStatic) read.hasUnknown = true;
  }
}

/** Whether a word before the operands can become several words, such as an option's value. */
export function splitsBefore(words: ReadWord[], operands: ReadWord[]) {
  return words.slice(0, words.length - operands.length).some(({ splits }) => splits);
}

/** Whether a dynamic word can become an option: it starts with an expansion or a glob, or splits. */
export function canBecomeOption(word: ReadWord) {
  return word.splits || (!word.isStatic && word.start === "" && !word.text.startsWith("~"));
}

/** @returns a part of a word, with the whole text */
function partOf(word: ReadWord, from: number): ReadWord {
  const start = word.start.slice(from);
  return word.isStatic ? { ...word, value: start, start } : { ...word, start };
}

const sets: Map<string, Set<string>> = new Map();

function setOf(list: string = "", isLongDash: boolean = false): Set<string> {
  const known = isLongDash ? undefined : sets.get(list);
  if (known) return known;
  const words = list.split(/\s+/).filter((word) => word !== "");
  if (isLongDash) return new Set(words);
  const set = new Set(words.flatMap((word) => (/^-[^-]{2,}$/.test(word) ? letters(word) : [word])));
  sets.set(list, set);
  return set;
}

function letters(word: string) {
  return [...word.slice(1)].map((letter) => `-${letter}`);
}

/** The effects of a program's words. */
export interface Effects {
  /** `none`: no operands at all. */
  operands?: Effect | "copies" | "moves" | "filters" | "nothing" | "none";
  /** Operands before, such as a pattern. */
  skip?: number;
  /** Options in place of the skipped operands. */
  skippedBy?: string;
  /** Options beyond the listed letters, such as `-x` of chmod. */
  also?: RegExp;
  /** The form of each operand and named file. */
  matching?: RegExp;
  /** Whether each word is text, also with a dash. */
  isText?: boolean;
  /** Whether files are written that no word names. */
  fetches?: boolean;
  /** Whether the working folder's project is run. */
  runs?: "project";
  /** When the standard input is read; `perhaps`: without files, by the kind of input. */
  input?: "always" | "without_files" | "perhaps";
  /** Options without input. */
  inputUnless?: string;
  /** A matching or dynamic skipped operand reads the input in spite of these options. */
  asksFor?: RegExp;
  /** Options with such a file or address as value. */
  options?: Partial<Record<Effect | "runsFiles", string>>;
}

export type ProgramSpec = Spec & Effects;
