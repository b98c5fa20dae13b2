import { wordSet } from "../word-set.ts";

const name = "[A-Za-z_]\\w*";
const special = "[0-9@*#?$!-]";
// No quotes, and only plain variables: nested syntax isn't read here.
const operand = "(?:[^$`{}'\"\\\\]|\\$[A-Za-z_])*";
const readable = new RegExp(
  `^\\$(?:${name}|${special}|\\{(?:${[
    `#?(?:${name}|${special}|[0-9]+)(?:\\[[@*]\\])?`,
    `${name}\\[[0-9]+\\]`,
    `(?:${name}|${special})(?:\\[[@*]\\])?(?::?[-+?]|##?|%%?|//?|\\^\\^?|,,?)${operand}`,
    `(?:${name}|@)(?:\\[[@*]\\])?:[0-9]+(?::[0-9]+)?`,
  ].join("|")})\\})$`,
);
/** Variables that bash fills with numbers. */
const numbersOfBash = wordSet("RANDOM SECONDS LINENO UID EUID PPID BASHPID EPOCHSECONDS");

/** Whether an expansion's only effect is its value, unlike `${x@P}`, `${!x}` and some indexes. */
export function isReadableExpansion(
  text: string,
  numbers: ReadonlySet<string>,
): true | "unreadable_syntax" | "calculated_text" {
  if (text.startsWith("$((")) {
    const inside = /^\$\(\(([\s\S]*)\)\)$/.exec(text)?.[1];
    return inside !== undefined && isPlainArithmetic(inside, numbers) ? true : "calculated_text";
  }
  return readable.test(text) || "unreadable_syntax";
}

/** Whether a calculation can't run a command. Bash calculates values too, such as `a[$(reboot)]`. */
export function isPlainArithmetic(text: string, numbers: ReadonlySet<string>) {
  const withoutSpecial = text.replace(/\$(?:[#?$]|\{#[@*]?\})/g, " 0 ");
  if (!/^[\w\s+\-*/%()<>=!&|^~?:,$]*$/.test(withoutSpecial) || /\$\(/.test(withoutSpecial)) return false;
  return [...withoutSpecial.matchAll(/[A-Za-z_]\w*|[0-9]\w*/g)].every(
    ([word]) => /^(?:0x[0-9a-fA-F]+|[0-9]+)$/.test(word) || numbers.has(word) || numbersOfBash.has(word),
  );
}
