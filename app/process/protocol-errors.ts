import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** As Node itself answers them. */
const statusOfError: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/** Answers what Node refuses before there is a request, with the headers of every other answer. */
export function answerProtocolErrors(http: Server, headers: Readonly<Record<string, string>>): void {
  http.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (mayAnswer(socket))
      socket.write(answerText(statusOfError[error.code ?? ""] ?? "400 Bad Request", headers));
    socket.destroy(error);
  });
  http.on("checkExpectation", (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { ...headers, connection: "close" }).end();
  });
}

/** Refuses a call without a Host (RFC 9112, section 3.2), which Node would answer without headers. */
export function refuseWithoutHost(
  { headers: { host }, httpVersion }: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): boolean {
  if (host !== undefined || httpVersion !== "1.1") return false;
  response.writeHead(400, { ...headers, connection: "close" }).end();
  return true;
}

/** Whether bytes on this socket would be an answer of their own. Node decides by the same field. */
function mayAnswer(socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean {
  return socket.writable && !socket._httpMessage?.headersSent;
}

function answerText(status: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status}\r\n${head}\r\n`;
}
