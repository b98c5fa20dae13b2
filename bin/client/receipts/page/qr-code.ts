import { qrPath } from "../../../../components/device/qr-path.ts";

const namespace = "http://www.w3.org/2000/svg";

/** A QR code as a picture: dark on white in both themes, with the margin that readers need. */
export function qrCode(text: string, label: string): SVGElement {
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
