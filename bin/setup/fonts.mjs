import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "./repository.mjs";

const folder = path.join(cacheFolder, "fonts");

// The characters of Latin-1 and the punctuation and arrows of the interface. Any other character
// gets a face of the reader's system, so that a look-alike letter of another script looks different.
const latin1 = range(0x20, 0x7e) + range(0xa0, 0xff);
const punctuation = "–—‘’“”„•…‹›−×→←↑↓⌘⏎⇥✓✗€";

const faces = [
  {
    name: "text",
    source: () => import.meta.resolve("inter-ui/variable/InterVariable.woff2"),
    characters: latin1 + range(0x100, 0x17f) + punctuation,
    // cv05 and cv08 tell l and I apart in what an agent wrote (`verbatim` in app/globals.css).
    options: { keepFeatures: ["kern", "tnum", "cv05", "cv08"], variationAxes: { opsz: 14 } },
  },
  {
    name: "code",
    source: () =>
      import.meta.resolve("@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2"),
    characters: latin1 + punctuation,
    // Without ligatures, which would show other characters than the signed ones.
    options: { keepFeatures: [], variationAxes: {} },
  },
];

/**
 * Writes the two faces that the pages are served with (app/fonts.ts), Inter and JetBrains Mono, unless
 * both are up to date.
 */
export async function prepareFonts() {
  const wanted = currentKey();
  const keyFile = path.join(folder, "key");
  if (existsSync(keyFile) && readFileSync(keyFile, "utf8") === wanted) return;
  // Not at the top: set-up runs this file's importer before the packages are installed.
  const { default: subsetFont } = await import("subset-font");
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const { name, source, characters, options } of faces) {
    const face = await subsetFont(readFileSync(new URL(source())), characters, {
      ...options,
      targetFormat: "woff2",
      noHinting: true,
      // Copyright and license, which have to stay with the face (SIL Open Font License).
      preserveNameIds: [0, 13, 14],
      variationAxes: { ...options.variationAxes, wght: { min: 400, max: 700 } },
    });
    writeFileSync(path.join(draft, `${name}.woff2`), face);
  }
  writeFileSync(path.join(draft, "key"), wanted);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

/** Changes with this file and with the packages that the faces come from. */
function currentKey() {
  const hash = createHash("sha256").update(readFileSync(import.meta.filename));
  for (const { source } of faces) hash.update(readFileSync(new URL(source())));
  return hash.digest("hex");
}

function range(first, last) {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
