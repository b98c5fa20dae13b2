import { CodeBlock } from "#components/ui/code-block";

/** A file that this server offers, and its SHA-256 in hexadecimal. */
export interface OfferedFile {
  name: string;
  sha256: string;
}

/** The commands that install the client from this server, with the sum of each file. */
export function InstallClient({ origin, files }: { origin: string; files: readonly OfferedFile[] }) {
  const ways = installCommands(origin, files);
  if (ways.length === 0) return <p>This server runs from source and has no files to install.</p>;
  return ways.map(({ label, words, text, sha256 }) => (
    <div key={label} className="grid gap-2">
      <p>{words}</p>
      <CodeBlock label={label} text={text} />
      <p className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
        SHA-256 {sha256}
      </p>
    </div>
  ));
}

/** One way for each kind of file. The kinds are told apart by the end of the name. */
export function installCommands(origin: string, files: readonly OfferedFile[]) {
  return ways.flatMap(({ ending, label, words, command }) => {
    const file = files.find(({ name }) => name.endsWith(ending));
    if (!file) return [];
    const text = command(`${origin}/downloads/${file.name}`, file);
    return [{ ending, label, words, text, sha256: file.sha256 }];
  });
}

interface Way {
  ending: string;
  label: string;
  words: string;
  command: (url: string, file: OfferedFile) => string;
}

/** Downloads a file and checks its sum. macOS before 15 has no sha256sum. */
function download(url: string, { name, sha256 }: OfferedFile): string {
  const check = `echo "${sha256}  ${name}" | $(command -v sha256sum || echo shasum -a 256) -c`;
  return `curl -fsSO ${url} &&\n  ${check}`;
}

const ways: Way[] = [
  {
    ending: ".tgz",
    label: "Install with npm",
    words:
      "The command line and the JavaScript package, for Node 20.19 or newer. No other package is needed. The second command checks the file, which npm doesn't.",
    command: (url, file) => `${download(url, file)} &&\n  npm install --global ./${file.name}`,
  },
  {
    ending: ".cjs",
    label: "Install one file",
    words:
      "The command line alone, for Node 20.19 or newer. The second command checks the file. The last line lets the current shell find the command. Another shell may need its path, `~/.local/bin/countersign`.",
    command: (url, file) =>
      `${download(url, file)} &&\n  mkdir -p ~/.local/bin && install -m 755 ${file.name} ~/.local/bin/countersign &&\n  export PATH="$HOME/.local/bin:$PATH"`,
  },
  {
    ending: ".whl",
    label: "Install with pip",
    words:
      "The Python package, for Python 3.10 or newer, into the virtual environment .venv. pip checks the sum in the address, and gets the one package that the client needs, cryptography, from your package index.",
    // Debian and others refuse packages of pip outside a virtual environment.
    command: (url, { sha256 }) =>
      `python3 -m venv .venv &&\n  .venv/bin/pip install "${url}#sha256=${sha256}"`,
  },
];
