import { expect, test } from "vitest";
import { slackContent } from "./slack-text.ts";
import { messageTo } from "./testing/chat-workspace.ts";
import { teamsCard } from "./webhook-channels.ts";

const names = [
  "<!channel> bot",
  "<!here|here> & <@U0ADA>",
  "<https://evil.example|Approve>",
  "[Approve](https://evil.example)",
  "<at>everyone</at>",
  "first line\nApproved by Bo Chen\u2028third line",
  "\u202Eevorppa\u202C",
  "zero\u200Bwidth",
  "&lt;!channel&gt;",
];
const url = "http://localhost:3000/requests/req_1";

const hostile = (name: string) =>
  messageTo("x", {
    title: `${name} needs your approval`,
    body: `The request was denied by ${name}.`,
    details: name,
    items: [{ title: name, body: name, url }],
  });

/** The control sequences of Slack in a text: mentions, and links with a label. */
const sequences = (text: string) => [...text.matchAll(/<[^>]*>/g)].map(([sequence]) => sequence);
const hidden = /[\n\u2028\u202a-\u202e\u200b]/;

test.each(names)("in Slack, the name %j mentions no one and links to nothing", (name) => {
  const { text, blocks, ...rest } = slackContent(hostile(name));
  expect(rest).toEqual({ unfurl_links: false, unfurl_media: false });
  expect(sequences(text)).toEqual([]);
  const sections = blocks as { type: string; text: { type: string; text: string; verbatim: boolean } }[];
  for (const section of sections)
    expect(section).toMatchObject({ type: "section", text: { type: "mrkdwn", verbatim: true } });
  const found = sections.flatMap((section) => sequences(section.text.text));
  expect(found).toHaveLength(2);
  for (const sequence of found) expect(sequence.startsWith(`<${url}|`)).toBe(true);
  expect(found[1]).toBe(`<${url}|Review request>`);
  // Title, body and details are one line each.
  expect(sections[0]?.text.text.split("\n")).toHaveLength(3);
  for (const line of text.split("\n")) expect(line).not.toMatch(hidden);
});

test("in Slack, a name is shown as it is", () => {
  expect(slackContent(hostile("R&D <bot>")).text).toContain("R&amp;D &lt;bot&gt; needs your approval");
});

interface Card {
  body: { type: string; inlines: { type: string; text: string }[] }[];
  actions: object[];
}

test.each(names)("in Teams, the name %j is plain text without Markdown, mentions or links", (name) => {
  const card = teamsCard(hostile(name)) as { attachments: { content: Card }[] };
  const [attachment, ...others] = card.attachments;
  expect(others).toEqual([]);
  const { body, actions, ...rest } = attachment?.content ?? { body: [], actions: [] };
  expect(Object.keys(rest).sort()).toEqual(["$schema", "type", "version"]);
  expect(actions).toEqual([{ type: "Action.OpenUrl", title: "Review request", url }]);
  for (const block of body) {
    expect(block.type).toBe("RichTextBlock");
    for (const run of block.inlines) {
      expect(run.type).toBe("TextRun");
      expect(run.text).not.toMatch(hidden);
      expect(run).not.toHaveProperty("selectAction");
    }
  }
});
