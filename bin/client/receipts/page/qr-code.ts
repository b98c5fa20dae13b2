import encodeQR from "qr";

const namespace = "http://www.w3.org/2000/svg";

/** A QR code as a picture: dark on white in both themes, with the margin that readers need. */
export function qrCode(text: string, label: string): SVGElement {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const paths: [fill: string, d: string][] = [
    ["#fff", `M0 0h${rows.length}v${rows.length}H0z`],
    ["#000", rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("")],
  ];
  for (const [fill, d] of paths) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("fill", fill);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
