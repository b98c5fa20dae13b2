import { verified } from "../receipt-words.ts";
import { byId, element, untrusted } from "./elements.ts";
import { bytesOf, type Given, type Named, readGiven } from "./read-files.ts";
import { reportOf } from "./show-report.ts";

// The page that verifies receipts: one file, without any call of a server.

let receipt: Given | undefined;
let keys: Given | undefined;
/** Only the newest verification is shown. */
let turn = 0;

const problem = byId("problem", HTMLElement);
const result = byId("result", HTMLElement);
const files = byId("files", HTMLInputElement);
const zone = byId("zone", HTMLElement);
const isServed = location.protocol.startsWith("http");
/** The file of the printed page whose code led here. */
const expected = /^#sha256=([0-9a-f]{64})$/.exec(location.hash)?.[1];

/** Forgets the receipt on an error: a verdict never stands next to the name of a different file. */
async function use(read: () => Promise<Named[]>): Promise<void> {
  turn += 1;
  const mine = turn;
  problem.hidden = true;
  result.replaceChildren();
  try {
    const given = await readGiven(await read());
    if (mine !== turn) return;
    receipt = given.receipt ?? receipt;
    keys = given.keys ?? keys;
    showNames();
    if (receipt) await show(receipt, mine);
  } catch (fault) {
    if (mine !== turn) return;
    receipt = undefined;
    showNames();
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}

async function show({ value, sha256 }: Given, mine: number): Promise<void> {
  const { words } = await verified(value, keys?.value, { howToPin: "add it to this page" });
  if (mine !== turn) return;
  const address = isServed ? location.origin + location.pathname : undefined;
  const button = element("button", {}, "Print");
  button.addEventListener("click", () => print());
  result.replaceChildren(...reportOf(words, { sha256, address }), button);
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
  files.addEventListener("change", () => {
    const chosen = [...(files.files ?? [])];
    // The same file can be chosen again after it was changed.
    files.value = "";
    void use(() => bytesOf(chosen));
  });
  byId("paste", HTMLElement).addEventListener("click", () => {
    const bytes = new TextEncoder().encode(byId("text", HTMLTextAreaElement).value);
    void use(async () => [{ name: "pasted text", bytes }]);
  });
  byId("unpin", HTMLElement).addEventListener("click", () => {
    keys = undefined;
    void use(async () => []);
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", () => zone.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const dropped = [...(event.dataTransfer?.files ?? [])];
    void use(() => bytesOf(dropped));
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
