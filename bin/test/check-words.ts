// Refuses words that docs/glossary.md replaces: in text for people, in documents and in the titles
// of tests, the worst of them in comments, and those of an earlier vocabulary in names.
// --share prints the share of pronouns and indefinite words in comments instead.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import { findRefused, findRefusedNames } from "./words/find-refused.ts";
import { readTexts } from "./words/read-texts.ts";
import { vagueWords } from "./words/word-list.ts";

const listed = spawnSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.md", "*.css", "*.sql"], {
  cwd: repository,
  encoding: "utf8",
});
const files = listed.stdout.split("\n").filter(
  (file) =>
    // A file that was deleted and not yet committed is still listed.
    existsSync(path.join(repository, file)) && /^(?!bin\/test\/(words|guards)\/)./.test(file),
);

if (process.argv.includes("--share")) printShare();
else check();

function check() {
  const faults = files.flatMap((file) => {
    const source = read(file);
    const found = [
      ...(file.endsWith(".sql") ? [] : findRefused(file, source)),
      ...(file.endsWith(".md") ? [] : findRefusedNames(source)),
    ];
    return found.map(({ line, word, replacement }) => `${file}:${line}: "${word}": write ${replacement}`);
  });
  for (const fault of faults) console.log(fault);
  process.exit(faults.length === 0 ? 0 : 1);
}

function printShare() {
  const sources = files.filter((file) => !/\.(?:md|css|sql)$/.test(file));
  const comments = sources.flatMap((file) => readTexts(read(file)).filter(({ kind }) => kind === "comment"));
  const words = comments.flatMap(({ text }) => text.toLowerCase().match(/[a-z']+/g) ?? []);
  const vague = words.filter((word) => vagueWords.has(word)).length;
  console.log(
    `${vague} of ${words.length} words in comments: ${((100 * vague) / words.length).toFixed(1)} %`,
  );
}

function read(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}
