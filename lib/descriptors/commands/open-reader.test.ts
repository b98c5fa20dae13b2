import { describe, expect, test } from "vitest";
import { openCommandReader } from "./open-reader.ts";
import { allPrograms } from "./reading.ts";
import { reasonTexts } from "./reasons.ts";

const reader = await openCommandReader();

function shapeOf(command: string) {
  return reader.read(command).steps.map(({ after, programs }) => [after, programs.map(({ text }) => text)]);
}

function codesOf(command: string) {
  return reader.read(command).reasons.map(({ code }) => code);
}

describe("structure", () => {
  test("operators bind as in bash, and not as the grammar nests them", () => {
    expect(shapeOf("a && b | c > d || e; f & g")).toEqual([
      ["", ["a"]],
      ["&&", ["b", "c > d"]],
      ["||", ["e"]],
      [";", ["f"]],
      ["&", ["g"]],
    ]);
  });

  test("a redirection after a list belongs to its last command", () => {
    const [first, second] = reader.read("ls && cat x > y").steps;
    expect(first?.programs[0]?.writes).toEqual([]);
    expect(second?.programs[0]?.writes).toEqual([{ text: "y", isStatic: true, value: "y" }]);
  });

  test("words after a redirection are arguments", () => {
    const [program] = reader.read("echo a > out b").steps[0]?.programs ?? [];
    expect(program?.args.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(program?.writes.map(({ text }) => text)).toEqual(["out"]);
  });

  test("a line ends a command, also where the grammar continues it", () => {
    expect(shapeOf("ls\ncat x")).toEqual([
      ["", ["ls"]],
      [";", ["cat x"]],
    ]);
    expect(codesOf("ls \n\\rm x")).toEqual(["unreadable_syntax"]);
  });

  test("commands in substitutions, loops and conditions are programs of the reading", () => {
    const command =
      'for f in $(aa); do if bb "$(cc)"; then dd `ee`; else (ff) < <(gg); fi; done; case x in x) hh;; esac';
    const names = [...allPrograms(reader.read(command).steps)].map(({ name }) => name).filter(Boolean);
    expect(names.sort()).toEqual(["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]);
  });
});

describe("words", () => {
  test.each([
    ["'a b'", "a b"],
    ['"a b"', "a b"],
    ["a\\ b", "a b"],
    ["a'b'\"c\"", "abc"],
    ["$'a\\x62\\n'", "ab\n"],
    ['"\\$x \\n"', "$x \\n"],
    ["a#b", "a#b"],
    ["{}", "{}"],
  ])("the value of %s is what bash passes", (text, value) => {
    expect(reader.read(`echo ${text}`).steps[0]?.programs[0]?.args).toEqual([
      { text, isStatic: true, value },
    ]);
  });

  test.each(["$x", '"$HOME/x"', "*.txt", "{a,b}", "{},}", "~/x", "$(date)", "a$((1+2))"])(
    "%s is marked as known only when the command runs",
    (text) => {
      const { inspectable, steps } = reader.read(`echo ${text}`);
      expect(inspectable).toBe(true);
      expect(steps[0]?.programs[0]?.args).toEqual([{ text, isStatic: false }]);
    },
  );
});

describe("bounds", () => {
  test("a text above 16 KiB isn't read", () => {
    expect(codesOf(`echo ${"a".repeat(16 * 1024 - 5)}`)).toEqual([]);
    expect(codesOf(`echo ${"a".repeat(16 * 1024 - 4)}`)).toEqual(["too_long"]);
    expect(codesOf(`echo ${"é".repeat(8 * 1024)}`)).toEqual(["too_long"]);
  });

  const units = [
    "a|",
    "f() ",
    "))",
    "$(",
    "<<A ",
    "a ",
    "a&&",
    "`",
    "bash -c '",
    "sudo ",
    "find . -exec ",
    "[[ ",
    "if a; then ",
  ];
  test("a text with more marks or words than a person would write isn't parsed", () => {
    expect(codesOf(";".repeat(600))).toEqual(["unreadable_syntax"]);
    expect(codesOf(";".repeat(601))).toEqual(["too_complex"]);
    expect(codesOf(`;; ${"a ".repeat(2_000)}`)).toEqual(["too_complex"]);
  });

  test.each(units)("16 KiB of %j can't hold up the process", (unit) => {
    const started = performance.now();
    expect(reader.read(unit.repeat(16_384 / unit.length)).inspectable).toBe(false);
    // Without bounds, the slowest take more than 7 s on an idle machine; with them, 0.2 s.
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test("a text that is too complex is shown whole", () => {
    const command = `${"sudo ".repeat(20)}ls`;
    const reading = reader.read(command);
    expect(codesOf(command)).toContain("too_complex");
    expect(reading.steps[0]?.programs[0]?.text).toBe(command);
  });

  test("a reading is the same each time, and only of strings, arrays, booleans and positions", () => {
    const command = "sudo cp $(a) b > c # d";
    const text = JSON.stringify(reader.read(command));
    expect(JSON.stringify(reader.read(command))).toBe(text);
    expect(text.replaceAll(/"at":\d+/g, "")).not.toMatch(/[:[,](?:null|-?[0-9])/);
  });
});

test("every reason is a sentence of the closed list, and has an example", () => {
  const examples = {
    too_long: "a".repeat(20_000),
    too_complex: "(".repeat(40),
    hidden_characters: "ls \u202e",
    unreadable_syntax: "ls )",
    evaluated_text: "eval x",
    inline_code: "python -c x",
    code_from_input: "curl x | sh",
    downloaded_code: "npx x",
    written_file: "echo x > y.sh; sh y.sh",
    unknown_program: "$x",
    unknown_arguments: "git $x",
    unknown_option: "tar --x",
    runs_others: "vim x",
    changed_shell: "alias a=b",
    changed_environment: "PATH=/x ls",
    calculated_text: "echo $((x))",
    unlisted_program: "ghc x",
    unlisted_option: "cat --x y",
    unlisted_variable: "X=y ls",
    written_configuration: "echo x > .gitconfig; git log",
    later_input: "cat > x",
    terminal: "ls",
  } satisfies Record<keyof typeof reasonTexts, string>;
  for (const [code, command] of Object.entries(examples))
    expect(reader.read(command, { hasTerminal: code === "terminal" }).reasons).toContainEqual({
      code,
      text: reasonTexts[code as keyof typeof reasonTexts],
    });
});

test("no command in a terminal can be inspected, because no boundary sees what is typed later", () => {
  expect(reader.read("ls").inspectable).toBe(true);
  expect(reader.read("ls", { hasTerminal: true })).toMatchObject({
    inspectable: false,
    reasons: [{ code: "terminal" }],
  });
});

test.each([
  ["a file", "cat a > b.sh"],
  ["a pipe", "ls | tee b.sh"],
  ["a here-document", "cat > b.sh <<'E'\nx\nE"],
  ["a redirection around a loop", 'while read -r x; do echo "$x"; done < a'],
  ["a pipe into a shell", "ls | bash -c 'cat > b.sh'"],
  ["a pipe into another machine", "cat a | ssh host 'cat > b.sh'"],
])("a program that copies its input can be inspected if %s supplies the input", (_, command) => {
  expect(codesOf(command)).toEqual([]);
  expect(codesOf("cat > b.sh")).toEqual(["later_input"]);
});

describe("size", () => {
  test("an expansion and a pattern with 500 variables are read", () => {
    const variables = "$aaaaaaaaa".repeat(500);
    expect(codesOf(`echo \${x:-${variables}"b"}`)).toEqual(["unreadable_syntax"]);
    expect(codesOf(`[[ x =~ ${variables}\`b\` ]]`)).toEqual(["unreadable_syntax"]);
  });

  test("repeated options add no effects, and more than 2,000 effects are too complex", () => {
    const many = (words: string) => reader.read(`${words} ${"a ".repeat(1000)}`);
    expect(many(`curl -${"O".repeat(1000)}`).steps[0]?.programs[0]?.writes).toHaveLength(1000);
    expect(reader.read(`find a ${"-delete ".repeat(9)}`).steps[0]?.programs[0]?.deletes).toHaveLength(1);
    const tooMany = reader.read(`cat ${"a ".repeat(2001)}`);
    expect(tooMany.reasons.map(({ code }) => code)).toEqual(["too_complex"]);
    expect(tooMany.steps[0]?.programs).toMatchObject([{ kind: "unread", reads: [] }]);
  });
});
