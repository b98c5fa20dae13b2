import type { Message } from "#lib/notifications/channels/channel";
import { preferencesUrl, safetyNote } from "./mail-text.ts";

const fonts = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** Dark mode by media query. Where it is removed, the style attributes' light colors stay. */
const darkStyle = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#0d0f12!important}
.card{background:#14171b!important;border-color:#292e35!important}
.text{color:#e9ebee!important}
.muted{color:#a3abb5!important}
.rule{border-color:#292e35!important}
.link{color:#a5b4ff!important}
.button{background:#4a62e0!important}
}`;

/** The HTML of a mail: tables and style attributes, escaped, with no image, font or script. */
export function mailHtml(message: Message, origin: string): string {
  const { title, body, details, items = [], url, link } = message;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${darkStyle}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f7f8f9">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f7f8f9">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dde1e6;border-radius:10px">
<tr><td class="text" style="padding:24px;font:16px/1.5 ${fonts};color:#14181d;text-align:left;overflow-wrap:anywhere">
<h1 class="text" style="margin:0 0 12px;font-size:20px;line-height:1.3;color:#14181d">${escaped(title)}</h1>
${paragraph(body)}${details ? paragraph(details) : ""}${items.map(item).join("")}${button(url, link)}
</td></tr>
</table>
${footer(origin)}
</td></tr>
</table>
</body>
</html>
`;
}

function paragraph(text: string): string {
  if (text === "") return "";
  return `<p class="text" style="margin:0 0 16px;color:#14181d;white-space:pre-line">${escaped(text)}</p>\n`;
}

function item({ title, body, url }: NonNullable<Message["items"]>[number]): string {
  return `<p class="text rule" style="margin:0 0 16px;padding-top:16px;border-top:1px solid #dde1e6;color:#14181d"><a class="link" href="${escaped(url)}" style="color:#2a44bf;font-weight:600">${escaped(title)}</a><br>${escaped(body)}</p>\n`;
}

/** A cell with a background: Outlook gives links no padding. */
function button(url: string, link: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="button" style="background:#2a44bf;border-radius:6px;padding:11px 18px"><a href="${escaped(url)}" style="color:#ffffff;font-weight:600;text-decoration:none">${escaped(link)}</a></td></tr></table>`;
}

function footer(origin: string): string {
  const settings = `<a class="link" href="${escaped(preferencesUrl(origin))}" style="color:#2a44bf">Notification settings</a>`;
  return `<p class="muted" style="max-width:560px;margin:16px auto 0;padding:0 12px;font:13px/1.5 ${fonts};color:#565f6a;text-align:left;overflow-wrap:anywhere">Sent by Countersign at ${escaped(origin)} · ${settings}<br>${escaped(safetyNote)}</p>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
