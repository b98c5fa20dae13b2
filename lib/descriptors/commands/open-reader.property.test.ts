import fc from "fast-check";
import { expect, test } from "vitest";
import { describeReading } from "./describe-reading.ts";
import { openCommandReader } from "./open-reader.ts";
import { type Example, readCorpus } from "./testing/corpus/read-corpus";

const reader = await openCommandReader();

const pieces = [
  ..."ls;rm -rf;x;/etc; ;\n;;;&&;||;|;&;(;);{ ;; };';\";\\;$;`;$(;$((;)).;#;>;<;<<E;\nE\n;<<<;if ;then ;fi;for i in ;do ;done;case x in ;esac".split(
    ";",
  ),
  ...[
    "*",
    "{a,b}",
    "[[ ",
    " ]]",
    "[ ",
    "x=1 ",
    "$x",
    "~",
    "$'\\x41'",
    "sudo ",
    "bash -c ",
    "xargs ",
    "find . -exec ",
    "eval ",
  ],
];
const commands = readCorpus("dangerous").concat(readCorpus("harmless"));

/** Pieces of shell syntax in any order, and commands of the corpus with a piece put in. */
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom(...commands), fc.nat(), fc.constantFrom(...pieces))
    .map(([{ command }, at, piece]) => {
      const place = at % (command.length + 1);
      return command.slice(0, place) + piece + command.slice(place);
    }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

test("any text has a reading, and a text that can be inspected keeps each of its words", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const reading = reader.read(text);
      expect(reading.inspectable).toBe(reading.reasons.length === 0);
      if (!reading.inspectable) return;
      const shown = describeReading(reading).map(({ value }) => value);
      const keywords = /^(?:if|then|elif|else|fi|for|in|do|done|while|until|case|esac|!|[&|;(){}]+)$/;
      for (const word of text.replaceAll("\\\n", "").split(/[\s;&|(){}<>]+/))
        if (word !== "" && !keywords.test(word))
          expect(
            shown.some((value) => value.replaceAll("\\\n", "").includes(word)),
            `${word} of ${text}`,
          ).toBe(true);
    }),
    { numRuns: 400 },
  );
});

/** What an attacker would put around a command. */
const wrappers: ((command: string) => string)[] = [
  (command) => `bash -c ${quoted(command)}`,
  (command) => `sudo bash -c ${quoted(command)}`,
  (command) => `env A=b bash -c ${quoted(command)}`,
  (command) => `timeout 5 bash -c ${quoted(command)}`,
  (command) => `(${command}\n)`,
  (command) => `{ ${command}\n}`,
  (command) => `if true; then ${command}\nfi`,
  (command) => `for i in 1; do ${command}\ndone`,
  (command) => `true && ${command}`,
  (command) => `false || ${command}`,
  (command) => `ls; ${command}`,
  (command) => `echo "$(${command}\n)"`,
  (command) => `${command}\nls`,
];

function quoted(command: string) {
  return `'${command.replaceAll("'", "'\\''")}'`;
}

test("nothing around a dangerous command makes it harmless", () => {
  // The parenthesis of "ls )" ends a substitution that is put around it, and the rest is text.
  const all = [...readCorpus("dangerous"), ...readCorpus("hostile")];
  const dangerous = fc.constantFrom(...all.filter(({ command }) => command !== "ls )"));
  fc.assert(
    fc.property(dangerous, fc.constantFrom(...wrappers), ({ command, shows }: Example, wrap) => {
      const reading = reader.read(wrap(command));
      if (!reading.inspectable) return;
      const lines = describeReading(reading);
      expect(shows.length, wrap(command)).toBeGreaterThan(0);
      for (const show of shows) {
        const [label = "", value] = show.split(/: (.*)/s);
        const found = lines.some(
          (line) => line.label.startsWith(label.split(" ")[0] ?? "") && line.value === value,
        );
        expect(found, `${show} of ${wrap(command)}`).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});
