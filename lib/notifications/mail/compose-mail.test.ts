import { expect, test } from "vitest";
import { composeMail } from "./mail-channel.ts";
import { message } from "./testing/channel.ts";

const server = {
  ...{ host: "smtp.example.com", port: 587, security: "starttls" as const, userName: null },
  ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
};
const origin = "https://countersign.example";
const reader = { id: "per_ada", name: "Ada", email: "ada@example.com" };
const compose = (changes: Partial<typeof message>) =>
  composeMail({ ...message, ...changes }, { server, reader, origin });

test("the subject is the title alone, whatever an admin allowed in the mail", () => {
  const mail = compose({ details: "Refund of 1,250.00 USD", body: "Refund bot needs an approval." });
  expect(mail.subject).toBe("Approval needed");
  expect(JSON.stringify(mail.headers)).not.toContain("1,250.00");
  for (const body of [mail.text, mail.html]) expect(body).toContain("Refund of 1,250.00 USD");
});

test("no text of a message becomes markup", () => {
  const evil = `<img src=x onerror="alert(1)">'&`;
  const url = `https://countersign.example/"><script>`;
  const items = [{ title: evil, body: evil, url }];
  const html = String(compose({ title: evil, body: evil, details: evil, link: evil, url, items }).html);
  expect(html).not.toMatch(/<img|<script/);
  expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;&#39;&amp;/g)).toHaveLength(7);
});

test("a mail loads nothing, and its links go to Countersign without a mark of the reader", () => {
  const url = `${origin}/requests/req_1`;
  const html = String(compose({ url, items: [{ title: "One", body: "", url }] }).html);
  expect(html).not.toMatch(/<(img|link|script|iframe|object|video|audio|form|input)\b|@import|url\(|src=/i);
  const links = [...html.matchAll(/https?:[^"'\s<)]+/g)].map(([link]) => link);
  expect(new Set(links)).toEqual(new Set([url, origin, `${origin}/settings/notifications`]));
});

test("a dark mail program shows dark colors, and a light one keeps the light ones", () => {
  const html = String(compose({}).html);
  expect(html).toContain(`<meta name="color-scheme" content="light dark">`);
  const dark = /@media \(prefers-color-scheme:dark\)\{([\s\S]*?)\n\}/.exec(html)?.[1] ?? "";
  const classes = new Set(
    [...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names = ""]) => names.split(" ")),
  );
  for (const name of classes) expect(dark, name).toContain(`.${name}{`);
});

test("a digest lists each message with its own page, in both parts", () => {
  const items = [1, 2].map((n) => ({
    title: `Title ${n}`,
    body: `Body ${n}`,
    url: `${origin}/requests/req_${n}`,
  }));
  const { text, html } = compose({ items });
  for (const { title, body, url } of items) {
    expect(text).toContain(`* ${title}\n  ${body}\n  ${url}`);
    expect(html).toContain(`href="${url}"`);
    expect(html).toContain(body);
  }
});

test("mails about one request belong to one thread, and no message has the ID of a thread", () => {
  const [first, second] = ["dlv_one", "dlv_two"].map((id) => compose({ id, topic: "req_1" }));
  expect(first?.messageId).not.toBe(second?.messageId);
  expect(first?.references).toEqual(second?.references);
  expect(compose({ id: "req_1", topic: "req_1" }).messageId).not.toBe(first?.inReplyTo);
});
