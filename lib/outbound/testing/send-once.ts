import { openOutboundClient } from "#lib/outbound/client";

// A process of its own: node reads NODE_EXTRA_CA_CERTS only when it starts. Calls the URL in the
// first argument, whose host is on this machine, and prints the answer.
const url = process.argv[2] ?? "";
const config = {
  origin: "https://countersign.example",
  outboundPrivateHosts: [new URL(url).host],
  proxy: undefined,
};
const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
const client = openOutboundClient(config, { lookup });
const answer = await client.send({ method: "POST", url, body: "sent" }).then(
  ({ status, body }) => ({ status, body: Buffer.from(body).toString() }),
  ({ reason }) => ({ reason }),
);
process.stdout.write(JSON.stringify(answer));
await client.close();
