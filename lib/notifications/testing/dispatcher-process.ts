import { openDatabase } from "#db/client";
import { openEventHub } from "#lib/events/open";
import { addSeconds } from "#lib/kernel/clock";
import type { Channel } from "#lib/notifications/channels/channel";
import { startDispatcher } from "#lib/notifications/dispatch/dispatcher";

// A process that dispatches until it is killed: `dispatcher-process DATABASE PERSON
// RECEIVER SECONDS PLACES`. Every message is posted to the receiver, with its ID in a header; the
// clock is so many seconds ahead. With no places it plans, and sends nothing.

const [url = "", personId = "", receiver = "", seconds = "0", places = "16"] = process.argv.slice(2);
const db = openDatabase(url, { connections: 4 });
const events = openEventHub({ url, db });

const channel: Channel = {
  id: "web_push",
  limits: { together: Number(places), perReceiver: 8 },
  canUpdate: false,
  destinationsOf: async () => [{ personId, destination: "device", receiver: "receiver" }],
  subscribersOf: async () => [],
  async send({ id }, signal) {
    const answer = await fetch(receiver, { method: "POST", headers: { "x-message": id }, signal });
    return answer.ok
      ? { outcome: "delivered" }
      : { outcome: "retry", reason: "The receiver failed.", pauses: false };
  },
};

startDispatcher({
  db,
  events,
  channels: [channel],
  clock: () => addSeconds(new Date(), Number(seconds)),
  origin: "https://countersign.example",
  onError: (error) => process.stderr.write(`${error}\n`),
});
