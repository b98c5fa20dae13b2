import { readKeySet, readReceipt, verified } from "../receipt-words.ts";
import { byId, element, untrusted } from "./elements.ts";
import { type Given, readGiven } from "./read-files.ts";
import { reportOf } from "./show-report.ts";

// The page that verifies receipts: one file, without any call of a server.

let receipt: Given | undefined;
let keys: Given | undefined;
/** One after the other: what is shown last is what was chosen last. */
let done = Promise.resolve();

const problem = byId("problem", HTMLElement);
const result = byId("result", HTMLElement);
const zone = byId("zone", HTMLElement);
const howToPin =
  "get /.well-known/jwks.json from your own Countersign, at an address that you know without this receipt, and choose it above";
const isServed = location.protocol.startsWith("http");
/** The file of the printed page whose code led here. */
const expected = /^#sha256=([0-9a-f]{64})$/.exec(location.hash)?.[1];

function use(read: () => Promise<void>): void {
  done = done.then(() => readAndShow(read));
}

/** Forgets the receipt on an error: a verdict never stands next to the name of a different file. */
async function readAndShow(read: () => Promise<void>): Promise<void> {
  problem.hidden = true;
  result.replaceChildren();
  try {
    await read();
    showNames();
    if (receipt) await show(receipt);
  } catch (fault) {
    receipt = undefined;
    showNames();
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}

function useReceipt(files: Iterable<File>): void {
  use(async () => {
    receipt = await readGiven(files, readReceipt);
  });
}

function useKeys(files: Iterable<File>): void {
  use(async () => {
    keys = await readGiven(files, readKeySet);
  });
}

async function show({ name, value, sha256 }: Given): Promise<void> {
  const { words } = await verified(value, keys?.value, { howToPin });
  const address = isServed ? location.origin + location.pathname : undefined;
  const button = element("button", {}, "Print");
  button.addEventListener("click", () => print());
  result.replaceChildren(...reportOf(words, { name, sha256, keys: keys?.name, address }), button);
  result.querySelector("h2")?.focus();
}

function showNames(): void {
  byId("receipt-name", HTMLElement).replaceChildren(receipt ? untrusted(receipt.name) : "None");
  byId("keys-name", HTMLElement).replaceChildren(keys ? untrusted(keys.name) : "None");
  byId("unpin", HTMLElement).hidden = keys === undefined;
  const note = byId("expected", HTMLElement);
  note.hidden = expected === undefined;
  note.className = receipt && receipt.sha256 !== expected ? "alert" : "";
  note.replaceChildren(expectedWords());
}

function expectedWords(): string {
  if (receipt === undefined) return `Choose the receipt with the SHA-256 ${expected}.`;
  return receipt.sha256 === expected
    ? "This file has the SHA-256 of the printed page."
    : "This isn't the file of the printed page. Its SHA-256 is different.";
}

function tell(words: string): void {
  problem.replaceChildren(untrusted(words));
  problem.hidden = false;
}

/** What this browser lacks. Without it, a good receipt would look invalid. */
async function missing(): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle)
    return "This address isn't secure, so the browser can't verify here. Open the page with https, or save it and open the file.";
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  } catch {
    return "This browser can't check Ed25519 signatures. Update it, or use a different browser.";
  }
}

function listen(): void {
  for (const [id, useFiles] of [
    ["receipt-file", useReceipt],
    ["keys-file", useKeys],
  ] as const) {
    const input = byId(id, HTMLInputElement);
    input.addEventListener("change", () => {
      const chosen = [...(input.files ?? [])];
      // The same file can be chosen again after it was changed.
      input.value = "";
      useFiles(chosen);
    });
  }
  byId("paste", HTMLElement).addEventListener("click", () => {
    useReceipt([new File([byId("text", HTMLTextAreaElement).value], "pasted text")]);
  });
  byId("unpin", HTMLElement).addEventListener("click", () => {
    keys = undefined;
    use(async () => {});
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", () => zone.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    useReceipt([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener("hashchange", () => location.reload());
}

const save = byId("save", HTMLAnchorElement);
save.hidden = !isServed;
save.href = location.pathname;
const reason = await missing();
if (reason === undefined) {
  showNames();
  listen();
} else {
  byId("input", HTMLElement).hidden = true;
  tell(reason);
}
