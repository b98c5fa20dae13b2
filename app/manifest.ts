import type { MetadataRoute } from "next";
import { themeColors } from "#components/shell/theme.ts";
import icon192 from "./manifest-images/icon-192.png";
import icon512 from "./manifest-images/icon-512.png";
import maskable from "./manifest-images/icon-maskable-512.png";
import monochrome from "./manifest-images/icon-monochrome-96.png";
import queueNarrow from "./manifest-images/queue-narrow.png";
import queueWide from "./manifest-images/queue-wide.png";
import requestNarrow from "./manifest-images/request-narrow.png";

interface Image {
  src: string;
  width: number;
  height: number;
}

/** What the installed app is. `id` never changes: browsers take another `id` for another app. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Countersign",
    short_name: "Countersign",
    description: "Human approval for AI agent actions.",
    lang: "en",
    start_url: "/queue?source=app",
    scope: "/",
    display: "standalone",
    background_color: themeColors.light,
    theme_color: themeColors.light,
    categories: ["business", "productivity", "security"],
    // A notification or link opens the window that is already there.
    launch_handler: { client_mode: ["navigate-existing", "auto"] },
    ...{ handle_links: "preferred" },
    icons: [
      image(icon192),
      image(icon512),
      { ...image(maskable), purpose: "maskable" },
      { ...image(monochrome), purpose: "monochrome" },
    ],
    shortcuts: [
      shortcut("Pending requests", "/queue?source=shortcut"),
      shortcut("Agents", "/agents?source=shortcut"),
    ],
    screenshots: [
      { ...image(queueNarrow), form_factor: "narrow", label: "Requests waiting for a decision" },
      { ...image(requestNarrow), form_factor: "narrow", label: "A request with its parameters" },
      { ...image(queueWide), form_factor: "wide", label: "Requests waiting for a decision" },
    ],
  };
}

function image({ src, width, height }: Image) {
  return { src, sizes: `${width}x${height}`, type: "image/png" };
}

function shortcut(name: string, url: string) {
  return { name, url, icons: [image(icon192)] };
}
