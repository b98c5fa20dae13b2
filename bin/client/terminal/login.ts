import { rmSync } from "node:fs";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { patienceOption, readOptions, readServerUrl, texts } from "../options.ts";
import { visible } from "../visible.ts";
import { callServer, readSession, reserveSession, sessionPath } from "./session.ts";

/** `countersign login`: signs in a person with a code from their browser. The token goes to a 0600 file. */
export async function login(args: string[], io: Io): Promise<ExitName> {
  const { values } = readOptions(args, { ...patienceOption, ...texts("url") });
  const url = readServerUrl(values, io);
  const code = (await io.readSecret(`Code from ${url}/settings/sessions (input is hidden): `)).trim();
  if (code === "") throw new Fault("usage", "no code");
  const file = reserveSession(io.env);
  try {
    const call = { method: "POST", path: "", body: { code } };
    const { token, person, expires_at } = Object((await callServer(io, { url }, call, values.patience)).body);
    if (typeof token !== "string") throw new Fault("untrusted", "the server didn't return a token");
    file.keep(`${JSON.stringify({ url, token }, undefined, 2)}\n`);
    io.err(`Signed in as ${visible(person?.name)} until ${visible(expires_at)}.\n`);
  } catch (fault) {
    file.discard();
    throw fault;
  }
  return "ok";
}

/** `countersign logout`: ends the terminal's session, here and on the server. */
export async function logout(args: string[], io: Io): Promise<ExitName> {
  const { values } = readOptions(args, patienceOption);
  const session = readSession(io);
  await callServer(io, session, { method: "DELETE", path: "" }, values.patience).catch((fault) => {
    // It has ended already.
    if (!(fault instanceof Fault) || fault.code !== "unauthenticated") throw fault;
  });
  rmSync(sessionPath(io.env));
  io.err("Signed out.\n");
  return "ok";
}
