// @ts-check

/** @typedef {import("../reading.mjs").ReadWord} ReadWord */
/** @typedef {{name: string, value?: ReadWord}} Option */
/**
 * @typedef {object} Spec the options of a program, separated by spaces
 * @property {string} [flags] options without a value; `-abc` stands for `-a -b -c`
 * @property {string} [values] options with a value
 * @property {boolean} [isLax] whether the program can't run others, whatever a word that isn't static turns out to be
 * @property {boolean} [hasNumbers] whether `-5` is an option
 * @property {boolean} [stopsEarly] whether the first operand ends the options
 * @property {boolean} [isLongDash] whether options have whole words after one dash, such as `-noout`
 *
 * @typedef {object} Options
 * @property {Option[]} options
 * @property {ReadWord[]} operands
 * @property {boolean} hasUnknown whether an option isn't in the list
 * @property {boolean} hasDynamic whether a word can become an option when the command runs
 */

/**
 * Reads the options of a program. Long names are compared as a whole: an abbreviation is unknown.
 * @param {ReadWord[]} words
 * @param {Spec} spec
 * @returns {Options}
 */
export function readOptions(words, spec) {
  const flags = setOf(spec.flags, spec.isLongDash);
  const values = setOf(spec.values, spec.isLongDash);
  /** @type {Options} */
  const read = { options: [], operands: [], hasUnknown: false, hasDynamic: false };
  let at = 0;
  /** @param {string} name */
  const takeValue = (name) => {
    at += 1;
    const value = words[at];
    if (!value) read.hasUnknown = true;
    if (value?.splits) read.hasDynamic = true;
    read.options.push({ name, value });
  };
  for (; at < words.length; at += 1) {
    const word = /** @type {ReadWord} */ (words[at]);
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

  /** @param {ReadWord} word */
  function readCluster(word) {
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

/**
 * Whether a word before the operands, such as the value of an option, can become several words.
 * @param {ReadWord[]} words @param {ReadWord[]} operands those of a program whose first operand ends the options
 */
export function splitsBefore(words, operands) {
  return words.slice(0, words.length - operands.length).some(({ splits }) => splits);
}

/**
 * Whether a word that isn't static can be, or can add, an option: it starts with an expansion or a
 * glob, or splits into several words.
 * @param {ReadWord} word
 */
export function canBecomeOption(word) {
  return word.splits || (!word.isStatic && word.start === "" && !word.text.startsWith("~"));
}

/** @param {ReadWord} word @param {number} from @returns {ReadWord} a part of a word, with its whole text */
function partOf(word, from) {
  const start = word.start.slice(from);
  return word.isStatic ? { ...word, value: start, start } : { ...word, start };
}

/** @type {Map<string, Set<string>>} */
const sets = new Map();

/** @param {string} [list] @param {boolean} [isLongDash] @returns {Set<string>} */
function setOf(list = "", isLongDash = false) {
  const known = isLongDash ? undefined : sets.get(list);
  if (known) return known;
  const words = list.split(/\s+/).filter((word) => word !== "");
  if (isLongDash) return new Set(words);
  const set = new Set(words.flatMap((word) => (/^-[^-]{2,}$/.test(word) ? letters(word) : [word])));
  sets.set(list, set);
  return set;
}

/** @param {string} word */
function letters(word) {
  return [...word.slice(1)].map((letter) => `-${letter}`);
}
