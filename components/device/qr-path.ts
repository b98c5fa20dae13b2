import encodeQR from "qr";

/** A QR code as a path of an SVG picture, whose sides have `size` units with the margin that readers need. */
export interface QrPath {
  size: number;
  d: string;
}

export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const d = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size: rows.length, d };
}
