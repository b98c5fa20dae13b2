import { Hono } from "hono";
import { runtime } from "#app/runtime";
import { enrolments } from "./enrolments.ts";
import { health } from "./health.ts";
import { passkeys } from "./passkeys.ts";
import { problemResponse } from "./problem.ts";
import { session } from "./session.ts";
import { setup } from "./setup.ts";

/** Everything machines call, and every browser call that is no page. */
export const api = new Hono();

api.route("/", health);
api.route("/", setup);
api.route("/", enrolments);
api.route("/", session);
api.route("/", passkeys);

api.onError((error, c) => {
  runtime().log.error({ err: error }, "a call failed");
  return problemResponse(c, error);
});
