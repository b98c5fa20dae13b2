// Writes the pages' two faces (app/fonts.ts), Inter and JetBrains Mono.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { repository, textFace } from "./repository.mjs";
import { recordSources } from "./up-to-date.mjs";

interface Face {
  name: string;
  source: string;
  characters: string;
  options: { keepFeatures: string[]; variationAxes: Record<string, number> };
}

// The characters of Latin-1 and the punctuation and arrows of the interface. Any other character
// gets a face of the reader's system, so that a look-alike letter of another script looks different.
const latin1 = range(0x20, 0x7e) + range(0xa0, 0xff);
const punctuation = "–—‘’“”„•…‹›−×→←↑↓⌘⏎⇥✓✗€";

const faces: Face[] = [
  {
    name: "text",
    source: import.meta.resolve("inter-ui/variable/InterVariable.woff2"),
    characters: latin1 + range(0x100, 0x17f) + punctuation,
    // cv05 and cv08 tell l and I apart in agents' text (`verbatim` in app/globals.css).
    options: { keepFeatures: ["kern", "tnum", "cv05", "cv08"], variationAxes: { opsz: 14 } },
  },
  {
    name: "code",
    source: import.meta.resolve(
      "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
    ),
    characters: latin1 + punctuation,
    // Ligatures would show characters that weren't signed.
    options: { keepFeatures: [], variationAxes: {} },
  },
];

const folder = path.dirname(textFace);
const draft = `${folder}.draft`;
rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
for (const { name, source, characters, options } of faces) {
  const face = await subsetFont(readFileSync(new URL(source)), characters, {
    ...options,
    targetFormat: "woff2",
    noHinting: true,
    // Copyright and license have to stay with the face (SIL Open Font License).
    preserveNameIds: [0, 13, 14],
    variationAxes: { ...options.variationAxes, wght: { min: 400, max: 700 } },
  });
  writeFileSync(path.join(draft, `${name}.woff2`), face);
}
const sources = [import.meta.filename, ...faces.map(({ source }) => fileURLToPath(source))];
recordSources(
  path.join(draft, path.basename(textFace)),
  sources.map((file) => path.relative(repository, file)),
);
rmSync(folder, { recursive: true, force: true });
renameSync(draft, folder);

function range(first: number, last: number): string {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
