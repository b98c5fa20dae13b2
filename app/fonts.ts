import localFont from "next/font/local";

/**
 * The face of text and the face of code (bin/setup/fonts.ts). `optional`: a page whose first view
 * is faster than the file keeps the system's face, and nothing moves under a finger.
 */
export const textFace = localFont({
  src: "../.cache/fonts/text.woff2",
  variable: "--text-face",
  display: "optional",
  weight: "400 700",
  adjustFontFallback: false,
});

export const codeFace = localFont({
  src: "../.cache/fonts/code.woff2",
  variable: "--code-face",
  display: "optional",
  weight: "400 700",
  adjustFontFallback: false,
  preload: false,
});
