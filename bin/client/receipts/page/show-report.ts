import { qrPath } from "../../../../components/device/qr-path.ts";
import type { Fact } from "../../visible.ts";
import type { ReceiptWords } from "../receipt-words.ts";
import { element, untrusted } from "./elements.ts";

const namespace = "http://www.w3.org/2000/svg";

/** The files of a verification, and this page's own address unless it is a saved copy. */
interface Files {
  name: string;
  sha256: string;
  keys: string | undefined;
  address: string | undefined;
}

/** The receipt's words as elements: verdict first, then who did what, the basis and each check. */
export function reportOf(words: ReceiptWords, files: Files): Node[] {
  const { look, verdict, reason, summary, facts, basis, checks } = words;
  const heading = element("h2", {}, verdict);
  // The heading takes the focus: the result can be read from there.
  heading.tabIndex = -1;
  const report = element("section");
  report.append(
    ...(facts.length > 0 ? [element("dl", {}, ...facts.flatMap(factElements))] : []),
    ...basis.flatMap(([title, ...lines]) => [
      element("h3", {}, title),
      ...lines.map((line) => element("p", {}, untrusted(line))),
    ]),
    element("h3", {}, "Checks"),
    element("ul", { class: "checks" }, ...checks.map(checkElement)),
    paper(files),
  );
  return [
    element(
      "div",
      { class: `verdict ${look}` },
      heading,
      ...[summary, reason].filter((text) => text).map((text = "") => element("p", {}, untrusted(text))),
    ),
    report,
  ];
}

function factElements([name, ...lines]: Fact) {
  const value = element("dd", { class: name === "params" ? "params" : "" }, untrusted(lines.join("\n")));
  return [element("dt", {}, name), value];
}

function checkElement({ passed, words }: { passed: boolean; words: string }) {
  const state = element("b", {}, passed ? "ok" : "FAILED");
  return element("li", { class: passed ? "passed" : "failed" }, state, untrusted(words));
}

/**
 * What leads from a printed page back to its file. The code holds this page's own address: the creator
 * of a receipt chooses the addresses in it.
 */
function paper({ name, sha256, keys, address }: Files) {
  const text = address === undefined ? `sha256:${sha256}` : `${address}#sha256=${sha256}`;
  return element(
    "div",
    { class: "paper" },
    qrCode(text, "QR code with the SHA-256 of the file"),
    element(
      "div",
      {},
      element("h3", {}, "Receipt file"),
      element("p", {}, untrusted(name)),
      element("p", {}, "SHA-256 ", element("code", {}, sha256)),
      element("p", {}, "Pinned keys: ", keys === undefined ? "none" : untrusted(keys)),
      element("p", {}, `Verified at ${new Date().toISOString()} by this device's clock`),
      element(
        "p",
        { class: "hint" },
        `The code has this SHA-256${address === undefined ? "" : " and the address of this page"}. Paper proves nothing: verify the file that has it.`,
      ),
    ),
  );
}

/** A QR code as a picture: dark on white in both themes, with the margin that readers need. */
function qrCode(text: string, label: string): SVGElement {
  const { size, d } = qrPath(text);
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const paths = [
    ["#fff", `M0 0h${size}v${size}H0z`],
    ["#000", d],
  ] as const;
  for (const [fill, d] of paths) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("fill", fill);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
