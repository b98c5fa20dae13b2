import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { describeReading } from "./describe-reading.ts";
import { openCommandReader } from "./open-reader.ts";

vi.setConfig({ testTimeout: 60_000 });

const reader = await openCommandReader();

const letters = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789_.+-"),
  minLength: 1,
  maxLength: 12,
});
/** A word that isn't the name of any program, so that no list can have it. */
const name = letters.map((word) => `zq${word}`);
const path = fc
  .tuple(
    fc.constantFrom("", "./", "../", "/", "/usr/bin/", "/opt/", "~/", "bin/", "node_modules/.bin/", "a b/"),
    name,
  )
  .map(([folder, word]) => folder + word);
const arguments_ = fc.array(
  fc.oneof(
    fc.constantFrom("-e", "--version", "-c id", "--", "x", "'a b'", "-", "> out", "2>&1", "$X", "*"),
    letters,
  ),
  { maxLength: 3 },
);

/** How the word is written. */
const spellings: ((word: string) => string)[] = [
  (word) => word.replaceAll(" ", "\\ "),
  (word) => (word.startsWith("~") ? word.replaceAll(" ", "\\ ") : `'${word}'`),
  (word) => (word.startsWith("~") ? word.replaceAll(" ", "\\ ") : `"${word}"`),
  (word) => word.replaceAll(" ", "\\ ").replace("z", "\\z"),
  (word) => (word.startsWith("~") ? word.replaceAll(" ", "\\ ") : `$'${word}'`),
];

/** Where the program stands. */
const places: ((command: string) => string)[] = [
  ...["", "sudo ", "sudo -u app ", "env ", "env CI=1 ", "nice -n 5 ", "timeout 5 ", "nohup ", "setsid "],
  ...["command ", "exec ", "stdbuf -oL ", "ionice -c 3 ", "time ", "CI=1 ", "! ", "docker exec web "],
  ...["kubectl exec pod -- ", "sudo env timeout 5 ", "bundle exec "],
].map((prefix) => (command: string) => prefix + command);
places.push(
  (command) => `ls | ${command}`,
  (command) => `${command} | cat`,
  (command) => `ls && ${command}`,
  (command) => `ls; ${command} & ls`,
  (command) => `echo "$(${command}\n)"`,
  (command) => `x=$(${command}\n)`,
  (command) => `diff <(${command}\n) a`,
  (command) => `if ${command}\nthen ls; fi`,
  (command) => `for i in 1; do ${command}\ndone`,
  (command) => `while read -r l; do ${command}\ndone < a`,
  (command) => `(${command}\n)`,
  (command) => `{ ${command}\n}`,
  (command) => `f() { ${command}\n}; f`,
  (command) => `alias ls='true'; ${command}`,
  (command) => `ls a | xargs -n1 ${command}`,
  (command) => `find . -exec ${command} \\;`,
  (command) => `ssh host ${command}`,
);

test("a command with a program that has a random name, path or spelling can't be inspected, wherever it stands", () => {
  fc.assert(
    fc.property(
      path,
      fc.constantFrom(...spellings),
      arguments_,
      fc.constantFrom(...places),
      (word, spell, words, place) => {
        const command = place([spell(word), ...words].join(" "));
        const reading = reader.read(command);
        expect(reading.inspectable, command).toBe(false);
        expect(describeReading(reading)[0]?.label, command).toBe("Cannot be inspected");
      },
    ),
    { numRuns: 250 },
  );
});

test("a random name with nothing that is unclear around it is said to be an unknown program", () => {
  fc.assert(
    fc.property(name, (word) => {
      const lines = describeReading(reader.read(`ls && ${word} --version`));
      expect(lines).toEqual([
        { label: "Cannot be inspected", value: "Runs an unknown program", tone: "warning" },
        { label: "Runs", value: "ls" },
        { label: "Runs unknown program", value: `${word} --version`, tone: "warning" },
      ]);
    }),
    { numRuns: 120 },
  );
});

test("an option that no program has can't be inspected, of any program", () => {
  const programs = [
    ..."cat,ls,rm,cp,mv,grep,sort,head,tail,tee,make,find,rg,fd,jq,pytest,eslint,ps,df,ssh,rsync,sed".split(
      ",",
    ),
    ..."awk,sudo,env,xargs,timeout,curl,wget,tar,zip,tsc,npm test,npm ls,pip list,go test,cargo build".split(
      ",",
    ),
    ..."git log,git status,git push,docker ps,docker compose up,kubectl get,gh pr list,helm list,aws s3 ls".split(
      ",",
    ),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...programs), name, (program, word) => {
      const command = `${program} --${word.replace(/[^a-z]/g, "")} x`;
      expect(reader.read(command).inspectable, command).toBe(false);
    }),
    { numRuns: 120 },
  );
});
