import { messageTypes } from "#lib/notifications/webhooks/event-types";
import { content } from "./schemas.ts";

/** What a message is, for the document and for the page of the API. */
export const webhookWords = {
  summary: "Receive an event",
  description:
    "Sent to the endpoints that admins add and, for closed requests, to an agent's callback. Signed by Standard Webhooks (`v1`, HMAC-SHA-256) with the secret that was shown once. Messages can repeat, with the same `webhook-id`, and come in any order. They contain IDs and states: read the request, and the grant, with the agent's key.",
  answers: [
    { status: 204, means: "Received. Any 2xx within 10 seconds" },
    { status: 410, means: "The endpoint no longer exists. It's turned off" },
  ],
};

/** The `webhooks` of the document: a path item for each type of message. */
export function webhookItems() {
  const { summary, description, answers } = webhookWords;
  const responses = Object.fromEntries(answers.map(({ status, means }) => [status, { description: means }]));
  const post = {
    description,
    parameters: headers,
    requestBody: { required: true, content: content("WebhookEvent") },
  };
  return Object.fromEntries(
    messageTypes.map((type) => [
      type,
      { post: { operationId: operationId(type), summary: `${summary}: ${type}`, ...post, responses } },
    ]),
  );
}

function operationId(type: string): string {
  return `on_${type.replaceAll(".", "_")}`;
}

const headers = [
  { name: "webhook-id", description: "The same on every attempt. Handle each ID once." },
  { name: "webhook-timestamp", description: "Unix time of the attempt in seconds. Accept 5 minutes." },
  {
    name: "webhook-signature",
    description:
      "`v1,` and base64 of the HMAC-SHA-256 of `id.timestamp.body`. Two for a day after a rotation.",
  },
].map((header) => ({ ...header, in: "header", required: true, schema: { type: "string" } }));
