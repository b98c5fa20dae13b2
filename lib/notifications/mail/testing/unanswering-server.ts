/**
 * A mail server in a process of its own: tells its parent the port and the Message-ID of a received
 * mail, and never answers the mail. The parent kills the process.
 */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  disableReverseLookup: true,
  onData: (stream) => {
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("end", () => process.send?.({ messageId: /^Message-ID: (\S+)/im.exec(text)?.[1] }));
  },
});
const listener = server.listen(0, "127.0.0.1", () =>
  process.send?.({ port: (listener.address() as AddressInfo).port }),
);
