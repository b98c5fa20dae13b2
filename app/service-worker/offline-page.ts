import { createHash } from "node:crypto";
import { themeColors, themeCookie } from "#components/shell/theme.ts";

// The browser keeps this page without any other file, so its style and script are part of it.
const style = `:root{color-scheme:light dark;--surface:#f7f8f9;--text:#14181d;--quiet:#565f6a;--fill:#2a44bf}
:root[data-theme=light]{color-scheme:light}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--surface:#0d0f12;--text:#e9ebee;--quiet:#a3abb5;--fill:#4a62e0}}
:root[data-theme=dark]{color-scheme:dark;--surface:#0d0f12;--text:#e9ebee;--quiet:#a3abb5;--fill:#4a62e0}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--surface);color:var(--text);
font:1rem/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:22rem;padding:2rem max(1rem,env(safe-area-inset-right)) 2rem max(1rem,env(safe-area-inset-left));text-align:center}
svg{width:3rem;height:3rem}h1{margin:1rem 0 .5rem;font-size:1.375rem;line-height:1.75rem}p{margin:0 0 1.25rem;color:var(--quiet)}
button{min-height:2.75rem;padding:0 1.25rem;border:0;border-radius:.375rem;background:var(--fill);color:#fff;font:inherit;font-weight:500;cursor:pointer}
:focus-visible{outline:2px solid var(--fill);outline-offset:2px}`;

const script = `const chosen=document.cookie.match(/(?:^|; )${themeCookie}=(light|dark)/)?.[1];
if(chosen)document.documentElement.dataset.theme=chosen;
const dark=chosen?chosen==="dark":matchMedia("(prefers-color-scheme: dark)").matches;
document.querySelector("meta[name=theme-color]").content=dark?"${themeColors.dark}":"${themeColors.light}";
addEventListener("online",()=>location.reload());
addEventListener("visibilitychange",()=>{if(document.visibilityState==="visible")location.reload()});
document.querySelector("button").addEventListener("click",()=>location.reload());`;

/** Shown by the service worker for every navigation without a connection. */
export const offlinePage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="${themeColors.light}"><title>You're offline · Countersign</title>
<style>${style}</style></head>
<body><main>
<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#2a44bf"/><path d="M21.7 10.2a8 8 0 1 0 0 11.6" fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round"/><path d="M13.2 17.2 16 20l9.2-9.2" fill="none" stroke="#2a44bf" stroke-width="6.5"/><path d="M13.2 16.6 16 19.4l9-9" fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"/></svg>
<h1>You're offline</h1>
<p>Requests aren't shown because they may be out of date. This page reloads when you're back online.</p>
<button type="button">Try again</button>
</main><script>${script}</script></body></html>
`;

/** Allows exactly the style and the script of the page. */
export const offlinePolicy = [
  "default-src 'none'",
  `style-src '${sourceHash(style)}'`,
  `script-src '${sourceHash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function sourceHash(source: string): string {
  return `sha256-${createHash("sha256").update(source).digest("base64")}`;
}
